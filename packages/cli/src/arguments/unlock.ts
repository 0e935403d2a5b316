import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';

export interface UnlockOptions extends FleetArguments {
  /** Break a lock that has not run out, too. */
  force: boolean;
  json: boolean;
}

export const unlockArguments: CommandArguments<UnlockOptions> = {
  name: 'unlock',
  describe: 'Take the lock from an environment that somebody else holds',
  words: [],
  flags: {
    ...fleetFlags,
    force: { type: 'boolean', describe: 'Break it although it has not run out: its holder stops' },
    ...jsonFlag,
  },
  strict: true,
  read: (values) => ({ ...readFleetArguments(values), force: values.force === true, json: values.json === true }),
  load: () => (require('../commands/unlock') as typeof import('../commands/unlock')).unlockCommand,
};
