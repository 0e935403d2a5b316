import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';

export interface HistoryOptions extends FleetArguments {
  /** File name, path or title of a script; all when absent. */
  script?: string;
  json: boolean;
}

export const historyArguments: CommandArguments<HistoryOptions> = {
  name: 'history',
  describe: 'Tell what was done to an environment, oldest first',
  words: [
    {
      name: 'script',
      describe: 'Only this script: its file name, path or title',
      fits: (word) => /\.[cm]?[jt]s$/.test(word),
    },
  ],
  flags: { ...fleetFlags, ...jsonFlag },
  strict: true,
  read: (values) => ({
    ...readFleetArguments(values),
    script: values.script as string | undefined,
    json: values.json === true,
  }),
  load: () => (require('../commands/history') as typeof import('../commands/history')).historyCommand,
};
