import { type Asked, command } from './command';
import { runWord } from './run-word';
import { stateFlags } from './shared';

const words = [runWord] as const;

export type ShowOptions = Asked<typeof words, typeof stateFlags, true>;

export const showArguments = command({
  name: 'show',
  describe: 'Tell one run in full',
  words,
  flags: stateFlags,
  json: true,
  strict: true,
  examples: [
    ['$0 show last', 'the newest one'],
    ['$0 show 2026-11-23T10-00-00Z-add-status-x7k2 --json', 'one of the list that runs prints, for programs'],
  ],
  load: () => (require('../commands/show') as typeof import('../commands/show')).showCommand,
});
