import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag, share, text, wholeNumber } from '../../arguments/kinds';

const group = 'Plan';

const flags = {
  out: text({ describe: 'File for the plan, such as plan.json, for approve and apply', group }),
  markdown: text({ describe: 'File for a page made for a merge request comment; - is stdout', group }),
  tolerance: text({ describe: 'How far counts may leave those of the plan, such as 10% (default)', group }),
  sample: share({ describe: 'Read only this share of each table, such as 1%, and estimate the whole', group }),
  'sample-seed': wholeNumber({
    describe: 'Draws what --sample reads: another part (default 1)',
    group,
    least: 0,
    goesWith: 'sample',
  }),
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
