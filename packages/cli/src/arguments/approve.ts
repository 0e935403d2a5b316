import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';
import { usageError } from './usage-error';

export interface ApproveOptions extends FleetArguments {
  /** File of the plan. */
  plan: string;
  /** Who signs it. */
  by: string;
  json: boolean;
}

export const approveArguments: CommandArguments<ApproveOptions> = {
  name: 'approve',
  describe: 'Sign a plan, as it is and in no other form',
  words: [
    {
      name: 'plan',
      describe: 'File that plan --out has written',
      missing: 'must specify the plan to approve, such as plan.json',
      fits: (word) => word.endsWith('.json'),
    },
  ],
  flags: {
    ...fleetFlags,
    by: { type: 'string', describe: 'Name of the one who approves' },
    ...jsonFlag,
  },
  strict: true,
  read(values) {
    const by = (values.by as string | undefined)?.trim();
    if (!by) throw usageError('approve needs --by NAME: who has looked at the plan');
    return { ...readFleetArguments(values), plan: values.plan as string, by, json: values.json === true };
  },
  load: () => (require('../commands/approve') as typeof import('../commands/approve')).approveCommand,
};
