import type { Flag, Values, Word } from './command';
import { type PreviewOptions, previewFlags, readPreviewOptions } from './preview';
import { address, milliseconds, oneOf, optional, share, wholeNumber } from './values';

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

/** Where runs are kept. */
export const stateFlags = {
  state: {
    type: 'string',
    describe: 'Where runs are kept: a folder or s3://bucket/prefix; else as configured, or .dynamodb-migrate',
  },
} as const satisfies { [name: string]: Flag };

/** How much a run may take of a table. */
export const gentleFlags = {
  'max-rcu': { type: 'string', describe: 'Read units a second at most' },
  'max-wcu': { type: 'string', describe: 'Write units a second at most' },
  capacity: { type: 'string', describe: 'Share of the table’s throughput, such as 50%' },
  'stop-after': { type: 'string', describe: 'Stop after a while, such as 30m; --resume goes on' },
  'stop-file': { type: 'string', describe: 'Stop once this file is there' },
  'max-errors': { type: 'string', describe: 'Records that may fail before the run stops', default: '0' },
  errors: { type: 'string', describe: 'File for the records that failed, as lines that stream can replay' },
  transport: { type: 'string', describe: 'thin (default), or sdk: everything through the AWS SDK client' },
} as const satisfies { [name: string]: Flag };

/** How runs are kept in S3. */
export const stateSyncFlags = {
  'state-sync': { type: 'string', describe: 'strict: write nothing before its journal is in S3 (--state s3://…)' },
} as const satisfies { [name: string]: Flag };

/** What only a live run can. */
export const liveFlags = {
  journal: { type: 'boolean', describe: 'Keep what is needed to undo the run (default; --no-journal: do not)' },
  batch: { type: 'boolean', describe: 'Let plain puts and deletes travel in batches' },
  backup: { type: 'boolean', describe: 'Let DynamoDB make a backup of the table first' },
  ...stateSyncFlags,
} as const satisfies { [name: string]: Flag };

/** How a script is run. */
export const runFlags = {
  live: { type: 'boolean', describe: 'Hand the script a client and write; without it this is a dry run' },
  dyno: { type: 'boolean', describe: 'stream: the lines are plain JSON (no effect on scan)' },
  concurrency: { type: 'string', default: '1', describe: 'Records in flight at a time' },
  rate: { type: 'boolean', describe: 'Print the rate of the work every second' },
  verbose: { type: 'boolean', describe: 'Print the stacks of errors' },
  ...connectionFlags,
  ...stateFlags,
  ...gentleFlags,
  ...liveFlags,
  ...previewFlags,
} as const satisfies { [name: string]: Flag };

/** What `database`, `script` and `runFlags` say. */
export interface RunOptions extends PreviewOptions {
  database: string;
  /** Path, relative to the working directory. */
  script: string;
  live: boolean;
  /** @default 1 */
  concurrency: number;
  rate: boolean;
  verbose: boolean;
  endpoint?: string;
  profile?: string;
  /** Folder of the runs. */
  state?: string;
  /** @default S3 is up to 2 seconds behind */
  stateSync?: 'strict';
  /** Units a second. */
  maxRcu?: number;
  maxWcu?: number;
  /** Share of the table's throughput, from 0 to 1. */
  capacity?: number;
  /** Milliseconds. */
  stopAfter?: number;
  stopFile?: string;
  /** @default 0 */
  maxErrors?: number;
  errors?: string;
  transport?: 'thin' | 'sdk';
  /** @default true */
  journal?: boolean;
  /** @default where there is no journal and more than one record is in flight */
  batch?: boolean;
  backup?: boolean;
}

export function readRunOptions(values: Values): RunOptions {
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
    state: values.state as string | undefined,
    stateSync: optional(values, 'state-sync', (name) => oneOf(values, name, ['strict'])),
    maxRcu: optional(values, 'max-rcu', (name) => wholeNumber(values, name, 1)),
    maxWcu: optional(values, 'max-wcu', (name) => wholeNumber(values, name, 1)),
    capacity: optional(values, 'capacity', (name) => share(values, name)),
    stopAfter: optional(values, 'stop-after', (name) => milliseconds(values, name)),
    stopFile: values['stop-file'] as string | undefined,
    maxErrors: optional(values, 'max-errors', (name) => wholeNumber(values, name, 0)),
    errors: values.errors as string | undefined,
    transport: optional(values, 'transport', (name) => oneOf(values, name, ['thin', 'sdk'])),
    journal: values.journal as boolean | undefined,
    batch: values.batch as boolean | undefined,
    backup: values.backup as boolean | undefined,
    ...readPreviewOptions(values),
  };
}
