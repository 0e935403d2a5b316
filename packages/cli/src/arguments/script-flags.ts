import type { jsonFlag, WordsOf } from './command';
import { isScript } from './is-script';
import { address, flag, oneOf, share, text, time, wholeNumber } from './kinds';
import type { OptionsOf } from './options';
import { checkPreview, previewFlags } from './preview-flags';

/** Which script runs over which table. */
export const runWords = [
  {
    name: 'database',
    describe: 'region/table, local/table for http://localhost:4567, or a table’s ARN',
    missing: 'must specify region/database to work against',
    fits: (word: string) => word.includes('/'),
  },
  {
    name: 'script',
    describe: 'Path of the migration script: .js, .cjs, .mjs, .ts, .mts or .cts',
    missing: 'must specify a migration script',
    fits: isScript,
  },
] as const;

const place = 'Place';

/** Where tables are, and as whom. */
export const connectionFlags = {
  endpoint: address({ describe: 'Address of DynamoDB, in place of the region’s own', group: place }),
  profile: text({ describe: 'Profile of the shared AWS configuration', group: place }),
  'expect-account': text({
    describe: 'Number of the AWS account that is to be reached; another one is refused',
    group: place,
    like: /^\d{12}$/,
    called: 'an account number of 12 digits',
  }),
};

/** Where runs are kept. */
export const stateFlags = {
  state: text({
    describe: 'Where runs are kept: a folder or s3://bucket/prefix; else as configured, or .dynamodb-migrate',
    group: place,
  }),
};

/** How runs are kept in S3. */
export const stateSyncFlags = {
  'state-sync': oneOf(['strict'], {
    describe: 'strict: write nothing before its journal is in S3 (--state s3://…); else S3 is up to 2 seconds behind',
    group: place,
  }),
};

const run = 'Run';

/** How a script is run. */
export const runFlags = {
  live: flag({
    describe: 'Hand the script a client and write; without it this is a dry run',
    group: run,
    default: false,
  }),
  concurrency: wholeNumber({ describe: 'Records in flight at a time', group: run, least: 0, default: '1' }),
  rate: flag({ describe: 'Print the rate of the work every second', group: run, default: false }),
  verbose: flag({ describe: 'Print the stacks of errors', group: run, default: false }),
};

const limits = 'Limits';

/** How much a run may take of a table. */
export const gentleFlags = {
  'max-rcu': wholeNumber({ describe: 'Read units a second at most', group: limits, least: 1 }),
  'max-wcu': wholeNumber({ describe: 'Write units a second at most', group: limits, least: 1 }),
  capacity: share({ describe: 'Share of the table’s throughput, such as 50%', group: limits }),
  'stop-after': time({ describe: 'Stop after a while, such as 30m; --resume goes on', group: limits }),
  'stop-file': text({ describe: 'Stop once this file is there', group: limits }),
  'max-errors': wholeNumber({
    describe: 'Records that may fail before the run stops; none without it',
    group: limits,
    least: 0,
  }),
  errors: text({ describe: 'File for the records that failed, as lines that stream can replay', group: limits }),
};

const live = 'Live runs';

/** What only a live run can. */
export const liveFlags = {
  journal: flag({ describe: 'Keep what is needed to roll the run back (default; --no-journal: do not)', group: live }),
  batch: flag({
    describe: 'Let plain puts and deletes travel in batches (default with --no-journal and more than one in flight)',
    group: live,
  }),
  backup: flag({ describe: 'Let DynamoDB make a backup of the table first', group: live }),
};

/** What every run of one script over one table has. */
export const scriptFlags = {
  ...runFlags,
  ...gentleFlags,
  ...liveFlags,
  ...previewFlags,
  ...connectionFlags,
  transport: oneOf(['thin', 'sdk'], {
    describe: 'thin (default), or sdk: everything through the AWS SDK client',
    group: place,
  }),
  ...stateFlags,
  ...stateSyncFlags,
};

export type RunOptions = WordsOf<typeof runWords> & OptionsOf<typeof scriptFlags> & OptionsOf<typeof jsonFlag>;

/** What was asked for, as far as its flags go together. Throws `USAGE`. */
export function checkRun<Options extends RunOptions>(options: Options): Options {
  checkPreview(options);
  // The old tool took 0 for 1.
  return { ...options, concurrency: Math.max(1, options.concurrency) };
}
