import { type Asked, command } from '../../arguments/command';
import { time } from '../../arguments/kinds';
import { stateFlags } from '../../arguments/script-flags';
import { usageError } from '../../arguments/usage-error';

const words = [
  {
    name: 'prune',
    describe: 'prune removes old runs',
    choices: ['prune'],
    fits: (word: string) => word === 'prune',
  },
] as const;

const flags = {
  'older-than': time({ describe: 'prune: remove runs that ended longer ago, such as 90d, 4w or 12h', group: 'Prune' }),
  ...stateFlags,
};

export type RunsOptions = Omit<Asked<typeof words, typeof flags, true>, 'prune' | 'olderThan'> & {
  /** Removes the runs that ended longer ago than this, in milliseconds, instead of listing all. */
  prune?: number;
};

export const runsArguments = command({
  name: 'runs',
  describe: 'List the runs, oldest first; runs prune --older-than 90d removes old ones',
  words,
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 runs', 'those that are kept in .dynamodb-migrate'],
    ['$0 runs --state s3://our-migrations/production', 'those that are kept in S3'],
    ['$0 runs prune --older-than 90d', 'remove old ones'],
  ],
  read({ prune: action, olderThan: prune, ...options }): RunsOptions {
    if (action !== undefined && action !== 'prune') throw usageError(`runs cannot ${action}; it can prune`);
    if (action === undefined && prune !== undefined) throw usageError('--older-than goes with runs prune');
    if (action === 'prune' && prune === undefined) throw usageError('runs prune needs --older-than, such as 90d');
    return { ...options, prune };
  },
  load: () => (require('./run') as typeof import('./run')).runsCommand,
});
