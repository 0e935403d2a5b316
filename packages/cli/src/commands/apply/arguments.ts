import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { text, time } from '../../arguments/kinds';
import { stateFlags, stateSyncFlags } from '../../arguments/script-flags';

const group = 'Apply';

const flags = {
  plan: text({ describe: 'Plan to keep to: refuse what differs from it, stop what leaves it', group }),
  tolerance: text({
    describe: 'How far counts may leave those of the plan, such as 5%; else as the plan says',
    group,
    goesWith: 'plan',
  }),
  wait: time({ describe: 'How long to wait while somebody else has the lock, such as 90s', group }),
  ...fleetFlags,
  ...stateFlags,
  ...stateSyncFlags,
};

export type ApplyOptions = Asked<[], typeof flags, true>;

export const applyArguments = command({
  name: 'apply',
  describe: 'Run all pending scripts live, in order; again after a failure: go on where it stopped',
  words: [],
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 apply --plan plan.json', 'what was planned, and nothing else'],
    ['$0 apply --plan plan.json --tolerance 10% --wait 2m', 'wait for somebody else first'],
    ['$0 apply --env staging', 'whatever is pending'],
  ],
  load: () => (require('./run') as typeof import('./run')).applyCommand,
});
