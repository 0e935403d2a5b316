import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';

export interface VerifyOptions extends FleetArguments {
  json: boolean;
}

export const verifyArguments: CommandArguments<VerifyOptions> = {
  name: 'verify',
  describe: 'Preview what is applied once more; exits with 1 when items would still change. Reads only',
  words: [],
  flags: { ...fleetFlags, ...jsonFlag },
  strict: true,
  read: (values) => ({ ...readFleetArguments(values), json: values.json === true }),
  load: () => (require('../commands/verify') as typeof import('../commands/verify')).verifyCommand,
};
