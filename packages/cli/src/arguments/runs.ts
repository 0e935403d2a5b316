import type { CommandArguments } from './command';
import { stateFlags } from './shared';
import { usageError } from './usage-error';
import { milliseconds, optional } from './values';

export interface RunsOptions {
  /** Removes the runs that ended longer ago than this, in milliseconds, instead of listing all. */
  prune?: number;
  /** Folder of the runs. */
  state?: string;
  json: boolean;
}

export const runsArguments: CommandArguments<RunsOptions> = {
  name: 'runs',
  describe: 'List the runs, oldest first; runs prune --older-than 90d removes old ones',
  strict: true,
  words: [{ name: 'prune', describe: 'prune removes old runs', fits: (word) => word === 'prune' }],
  flags: {
    'older-than': { type: 'string', describe: 'prune: remove runs that ended longer ago, such as 90d, 4w or 12h' },
    json: { type: 'boolean', describe: 'Print JSON' },
    ...stateFlags,
  },
  read(values) {
    const { prune: action } = values;
    if (action !== undefined && action !== 'prune') throw usageError(`runs cannot ${action}; it can prune`);
    const olderThan = optional(values, 'older-than', (name) => milliseconds(values, name));
    if (action === undefined && olderThan !== undefined) throw usageError('--older-than goes with runs prune');
    if (action === 'prune' && olderThan === undefined) throw usageError('runs prune needs --older-than, such as 90d');
    return { prune: olderThan, state: values.state as string | undefined, json: values.json === true };
  },
  load: () => (require('../commands/runs') as typeof import('../commands/runs')).runsCommand,
};
