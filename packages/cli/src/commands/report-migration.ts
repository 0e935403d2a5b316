import { ServiceError } from '@dynamodb-migrate/core';
import { exitCodes, signalExitCode } from '../exit-codes';
import type { Migrated } from '../migrated';
import { printFailures } from '../output/failures';
import type { Screen } from '../output/screen';
import { summary } from '../output/summary';

/** Prints what went wrong and how it ended; gives the exit code. */
export function reportMigration(migrated: Migrated, screen: Screen): number {
  const { result, unread, signal, style } = migrated;
  printFailures(screen, result, style);
  if (result.state === 'failed' && unread && result.failures[0]?.error instanceof ServiceError) {
    return exitCodes.cannotStart;
  }
  screen.line(summary(migrated));
  if (migrated.farewell) screen.line(migrated.farewell);
  if (signal) return signalExitCode(signal);
  return result.state === 'succeeded' ? exitCodes.done : exitCodes.failed;
}
