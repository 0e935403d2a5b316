import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag, text } from '../../arguments/kinds';

const group = 'Plan';

const flags = {
  out: text({ describe: 'File for the plan, such as plan.json, for approve and apply', group }),
  markdown: text({ describe: 'File for a page made for a merge request comment; - is stdout', group }),
  tolerance: text({ describe: 'How far counts may leave those of the plan, such as 10% (default)', group }),
  'hide-values': flag({ describe: 'Types and sizes in place of values', group }),
  ...fleetFlags,
};

export type PlanOptions = Asked<[], typeof flags, true>;

export const planArguments = command({
  name: 'plan',
  describe: 'Preview all pending scripts, and write down what apply would do; reads only',
  words: [],
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 plan --env staging', 'look at what is pending'],
    ['$0 plan --out plan.json --markdown plan.md', 'for apply --plan, and for reviewers'],
  ],
  load: () => (require('./run') as typeof import('./run')).planCommand,
});
