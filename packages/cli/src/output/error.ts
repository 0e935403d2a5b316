import { MigrateError } from '@dynamodb-migrate/core';
import type { Screen } from './screen';

/** Prints an error: a sentence and its hint when it is one of ours, everything otherwise. */
export function printError(screen: Screen, error: unknown): void {
  if (error instanceof MigrateError) {
    screen.info(`error: ${error.message}`);
    if (error.hint) screen.info(`  ${error.hint}`);
  } else {
    screen.info(`error: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
