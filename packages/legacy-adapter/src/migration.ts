import type { Readable } from 'node:stream';
import { compose, createRun, createTransport, inFlight, lines, readOnly, retry, scan } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import { adaptScript } from './adapt-script';
import { checkOptions } from './check-options';
import { parseDatabase } from './database';
import type { Script } from './script';
import { setEndpoint } from './set-endpoint';

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
  const { method, migrate, live, plainJSON } = options;
  // The old function took 0 for 1.
  const concurrency = options.concurrency || 1;
  const { target, table } = parseDatabase(options.database);
  setEndpoint(target, options.endpoint);
  const operations = inFlight();
  const connect = compose(createTransport(), operations.layer, ...(live ? [] : [readOnly()]), retry());
  const { region, endpoint, credentials } = target;
  const dyno = live ? createDyno(connect)({ table, region, endpoint, ...credentials } as any) : null;
  const form = method !== 'scan' && plainJSON ? 'plain' : 'wire';
  const source =
    method === 'scan'
      ? scan({ send: compose(createTransport(), retry())(target), table })
      : lines({
          input: method === 'stream' ? process.stdin : method,
          from: method === 'stream' ? 'stdin' : 'the stream',
          form,
        });
  const engine = createRun({
    source,
    concurrency,
    operations,
    ...adaptScript(migrate, { dyno, form, onLateError: (error) => engine.fail(error) }),
  });
  const drained = () => engine.drained();
  process.on('beforeExit', drained);
  const { failures } = await engine.start();
  process.removeListener('beforeExit', drained);
  if (failures.length > 0) throw failures[0]!.error;
}

// Out of the promise's reach, so that what the callback throws is uncaught, as it was.
function later(callback: (error?: unknown) => void, error?: unknown): void {
  process.nextTick(() => (error ? callback(error) : callback()));
}
