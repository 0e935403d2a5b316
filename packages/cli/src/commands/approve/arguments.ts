import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { text } from '../../arguments/kinds';
import { usageError } from '../../arguments/usage-error';

const words = [
  {
    name: 'plan',
    describe: 'File that plan --out has written',
    missing: 'must specify the plan to approve, such as plan.json',
    fits: (word: string) => word.endsWith('.json'),
  },
] as const;

const flags = {
  by: text({ describe: 'Name of the one who approves', group: 'Approve' }),
  ...fleetFlags,
};

export type ApproveOptions = Asked<typeof words, typeof flags, true> & { by: string };

export const approveArguments = command({
  name: 'approve',
  describe: 'Sign a plan, as it is and in no other form',
  words,
  flags,
  json: true,
  strict: true,
  examples: [['$0 approve plan.json --by ada', 'ada has looked at the plan']],
  read(options): ApproveOptions {
    const by = options.by?.trim();
    if (!by) throw usageError('approve needs --by NAME: who has looked at the plan');
    return { ...options, by };
  },
  load: () => (require('./run') as typeof import('./run')).approveCommand,
});
