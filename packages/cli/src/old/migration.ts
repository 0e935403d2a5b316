import type { Readable } from 'node:stream';
import { MigrateError, ServiceError } from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import { runScript } from '@dynamodb-migrate/runner';
import { checkOptions } from './check-options';

/** The options of the old package's function. */
export interface MigrationOptions {
  /** `scan` the table, read records from stdin (`stream`), or from a stream of JSON lines. */
  method: 'scan' | 'stream' | Readable;
  /** `region/table`; region `local` means http://localhost:4567. */
  database: string;
  migrate: Script;
  /** Hand the script a client that writes. @default false: it gets null */
  live?: boolean;
  /** Lines hold plain JSON instead of DynamoDB's wire form. @default false */
  plainJSON?: boolean;
  /** Records in flight. @default 1 */
  concurrency?: number;
  /** An address such as `http://localhost:8000` in place of the region's own. */
  endpoint?: string;
  /** Where live runs are kept: a folder, or `s3://bucket/prefix`. @default '.dynamodb-migrate' */
  state?: string;
  /** Keep what is needed to roll a live run back. @default true */
  journal?: boolean;
  /** Accepted for the old function's sake; it has no effect here. */
  rateLogging?: boolean;
  /** Accepted for the old function's sake; it has no effect here. */
  stream?: unknown;
}

/**
 * Runs a script over every record, as the old package's function did. Calls back with the first error, or with nothing;
 * the promise rejects with it or resolves likewise. With a callback, the promise never rejects. Options that cannot be
 * meant are a `BAD_OPTIONS` or `BAD_DATABASE`.
 */
export function migration(options: MigrationOptions, callback?: (error?: unknown) => void): Promise<void> {
  const done = run(options);
  if (!callback) return done;
  return done.then(
    () => later(callback),
    (error) => later(callback, error),
  );
}

async function run(options: MigrationOptions): Promise<void> {
  checkOptions(options);
  const { method, database, migrate, live, plainJSON, concurrency, endpoint, state, journal } = options;
  const lines = method === 'stream' ? process.stdin : method;
  const ended = await runScript({
    ...{ database, script: migrate, mode: live ? 'live' : 'dry', state, journal },
    ...(lines !== 'scan' && {
      records: lines,
      input: method === 'stream' ? 'stdin' : 'the stream',
      form: plainJSON ? 'plain' : 'wire',
    }),
    // The old function took 0 for 1.
    concurrency: concurrency || 1,
    ...(endpoint && { endpoint }),
  }).catch((error) => {
    // What the old function called back with is the service's own error.
    throw error instanceof MigrateError && error.cause instanceof ServiceError ? error.cause : error;
  });
  const [first] = ended.failures;
  if (first) throw first.error;
}

// Out of the promise's reach, so that what the callback throws is uncaught, as it was.
function later(callback: (error?: unknown) => void, error?: unknown): void {
  process.nextTick(() => (error ? callback(error) : callback()));
}
