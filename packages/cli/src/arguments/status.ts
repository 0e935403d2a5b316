import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';
import { usageError } from './usage-error';

export interface StatusOptions extends FleetArguments {
  /** Every environment, whatever K8S_ENV says. */
  all: boolean;
  /** Pending scripts count as a problem. */
  strict: boolean;
  json: boolean;
}

export const statusArguments: CommandArguments<StatusOptions> = {
  name: 'status',
  describe: 'Tell which scripts are applied where; exits with 1 when something is wrong',
  words: [],
  flags: {
    env: { type: 'string', describe: 'Environment; else the one that K8S_ENV names, else all of them' },
    config: fleetFlags.config,
    all: { type: 'boolean', describe: 'All environments, whatever K8S_ENV says' },
    strict: { type: 'boolean', describe: 'Exit with 1 also when scripts are pending' },
    ...jsonFlag,
  },
  strict: true,
  read(values) {
    const options = readFleetArguments(values);
    if (values.all === true && options.env !== undefined) throw usageError('--all and --env exclude each other');
    return { ...options, all: values.all === true, strict: values.strict === true, json: values.json === true };
  },
  load: () => (require('../commands/status') as typeof import('../commands/status')).statusCommand,
};
