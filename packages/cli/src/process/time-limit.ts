import type { Attended } from '@dynamodb-migrate/runner';
import { exitCodes } from './exit-codes';

/** Tells the process of a rehearsed run how many milliseconds it may go without progress. */
export const limitVariable = 'DYNAMODB_MIGRATE_TEST_LIMIT';

/** In a rehearsal, ends a run that makes no progress, as if nothing were left to do. Call what it returns at its end. */
export function limitRun(run: Pick<Attended, 'now' | 'drained'>): () => void {
  const limit = limitHere();
  if (limit === undefined) return () => {};
  let seen = -1;
  let since = 0;
  const timer = setInterval(
    () => {
      process.send?.('alive');
      const { records, errors } = run.now();
      const now = records + errors;
      if (now !== seen) since = performance.now();
      else if (performance.now() - since >= limit) run.drained();
      seen = now;
    },
    Math.min(limit / 4, 1000),
  ).unref();
  return () => clearInterval(timer);
}

/** In a rehearsal, ends a process that something of the script keeps alive after the run. */
export function limitProcess(): void {
  const limit = limitHere();
  if (limit === undefined) return;
  const end = () => {
    if (!process.exitCode) process.stderr.write('the run is over, but something that the script began never ends\n');
    process.exit(process.exitCode || exitCodes.failed);
  };
  setTimeout(end, process.exitCode ? 0 : limit).unref();
}

function limitHere(): number | undefined {
  return Number(process.env[limitVariable]) || undefined;
}
