import type { Flag, Values, Word } from './command';
import { address, wholeNumber } from './values';

export const database: Word = {
  name: 'database',
  describe: 'region/table, local/table for http://localhost:4567, or a table’s ARN',
  missing: 'must specify region/database to work against',
  fits: (word) => word.includes('/'),
};

export const script: Word = {
  name: 'script',
  describe: 'Path of the migration script: .js, .cjs, .mjs, .ts, .mts or .cts',
  missing: 'must specify a migration script',
  fits: (word) => /\.[cm]?[jt]s$/.test(word),
};

/** Where tables are, and as whom. */
export const connectionFlags = {
  endpoint: { type: 'string', describe: 'Address of DynamoDB, in place of the region’s own' },
  profile: { type: 'string', describe: 'Profile of the shared AWS configuration' },
} as const satisfies { [name: string]: Flag };

/** How a script is run. */
export const runFlags = {
  live: { type: 'boolean', describe: 'Hand the script a client and write; without it this is a dry run' },
  dyno: { type: 'boolean', describe: 'stream: the lines are plain JSON (no effect on scan)' },
  concurrency: { type: 'string', default: '1', describe: 'Records in flight at a time' },
  rate: { type: 'boolean', describe: 'Print the rate of the work every second' },
  verbose: { type: 'boolean', describe: 'Print the stacks of errors' },
  ...connectionFlags,
} as const satisfies { [name: string]: Flag };

/** What `database`, `script` and `runFlags` say. */
export interface RunScriptOptions {
  database: string;
  /** Path, relative to the working directory. */
  script: string;
  live: boolean;
  /** @default false */
  preview?: boolean;
  /** @default 1 */
  concurrency: number;
  rate: boolean;
  verbose: boolean;
  endpoint?: string;
  profile?: string;
}

export function readRunOptions(values: Values): RunScriptOptions {
  return {
    database: values.database as string,
    script: values.script as string,
    live: values.live === true,
    // The old tool took 0 for 1.
    concurrency: values.concurrency === undefined ? 1 : Math.max(1, wholeNumber(values, 'concurrency', 0)),
    rate: values.rate === true,
    verbose: values.verbose === true,
    endpoint: address(values, 'endpoint'),
    profile: values.profile as string | undefined,
  };
}
