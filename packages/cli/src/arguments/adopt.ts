import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';

export interface AdoptOptions extends FleetArguments {
  /** File name, path or title of the last script that has been applied by hand. */
  script: string;
  json: boolean;
}

export const adoptArguments: CommandArguments<AdoptOptions> = {
  name: 'adopt',
  describe: 'Record scripts as applied that were run by hand: all pending ones up to SCRIPT. Runs nothing',
  words: [
    {
      name: 'script',
      describe: 'The last script that has been run by hand',
      missing: 'must specify the last script that has been run by hand',
      fits: (word) => /\.[cm]?[jt]s$/.test(word),
    },
  ],
  flags: { ...fleetFlags, ...jsonFlag },
  strict: true,
  read: (values) => ({
    ...readFleetArguments(values),
    script: values.script as string,
    json: values.json === true,
  }),
  load: () => (require('../commands/adopt') as typeof import('../commands/adopt')).adoptCommand,
};
