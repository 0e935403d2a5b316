import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';

export interface PlanOptions extends FleetArguments {
  /** File for the plan. */
  out?: string;
  /** File for the page, or `-` for stdout. */
  markdown?: string;
  hideValues?: boolean;
  json: boolean;
}

export const planArguments: CommandArguments<PlanOptions> = {
  name: 'plan',
  describe: 'Preview all pending scripts, and write down what apply would do; reads only',
  words: [],
  flags: {
    ...fleetFlags,
    out: { type: 'string', describe: 'File for the plan, such as plan.json, for approve and apply' },
    markdown: { type: 'string', describe: 'File for a page made for a merge request comment; - is stdout' },
    'hide-values': { type: 'boolean', describe: 'Types and sizes in place of values' },
    ...jsonFlag,
  },
  strict: true,
  read: (values) => ({
    ...readFleetArguments(values),
    out: values.out as string | undefined,
    markdown: values.markdown as string | undefined,
    hideValues: values['hide-values'] as boolean | undefined,
    json: values.json === true,
  }),
  load: () => (require('../commands/plan') as typeof import('../commands/plan')).planCommand,
};
