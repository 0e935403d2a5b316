import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';
import { stateFlags, stateSyncFlags } from './shared';
import { usageError } from './usage-error';
import { milliseconds, oneOf, optional } from './values';

export interface ApplyOptions extends FleetArguments {
  /** File of the plan to keep to. */
  plan?: string;
  /** How far counts may leave those of the plan: a percentage. */
  tolerance?: string;
  /** Milliseconds to wait for somebody else's lock. @default 0 */
  wait?: number;
  /** Where runs are kept. */
  state?: string;
  /** @default S3 is up to 2 seconds behind */
  stateSync?: 'strict';
  json: boolean;
}

export const applyArguments: CommandArguments<ApplyOptions> = {
  name: 'apply',
  describe: 'Run all pending scripts live, in order; again after a failure: go on where it stopped',
  words: [],
  flags: {
    ...fleetFlags,
    plan: { type: 'string', describe: 'Plan to keep to: refuse what differs from it, stop what leaves it' },
    tolerance: { type: 'string', describe: 'How far counts may leave those of the plan, such as 10% (default)' },
    wait: { type: 'string', describe: 'How long to wait while somebody else has the lock, such as 90s' },
    ...stateFlags,
    ...stateSyncFlags,
    ...jsonFlag,
  },
  strict: true,
  read(values) {
    const plan = values.plan as string | undefined;
    if (plan === undefined && values.tolerance !== undefined) throw usageError('--tolerance goes with --plan');
    return {
      ...readFleetArguments(values),
      plan,
      tolerance: values.tolerance as string | undefined,
      wait: optional(values, 'wait', (name) => milliseconds(values, name)),
      state: values.state as string | undefined,
      stateSync: optional(values, 'state-sync', (name) => oneOf(values, name, ['strict'])),
      json: values.json === true,
    };
  },
  load: () => (require('../commands/apply') as typeof import('../commands/apply')).applyCommand,
};
