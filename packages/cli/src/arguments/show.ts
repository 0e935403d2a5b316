import type { CommandArguments } from './command';
import { runWord } from './run-word';
import { stateFlags } from './shared';

export interface ShowOptions {
  /** Id of the run, the beginning of it, or `last`. */
  run: string;
  /** Folder of the runs. */
  state?: string;
  json: boolean;
}

export const showArguments: CommandArguments<ShowOptions> = {
  name: 'show',
  describe: 'Tell one run in full',
  strict: true,
  words: [runWord],
  flags: {
    json: { type: 'boolean', describe: 'Print JSON' },
    ...stateFlags,
  },
  read: (values) => ({
    run: values.run as string,
    state: values.state as string | undefined,
    json: values.json === true,
  }),
  load: () => (require('../commands/show') as typeof import('../commands/show')).showCommand,
};
