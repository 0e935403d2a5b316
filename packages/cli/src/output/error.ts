import { MigrateError } from '@dynamodb-migrate/core';
import type { Screen } from './screen';

/** Prints an error: a sentence and its hint when it is one of ours, everything otherwise. */
export function printError(screen: Screen, error: unknown): void {
  if (error instanceof MigrateError) {
    screen.line(`error: ${error.message}`);
    if (error.hint) screen.line(`  ${error.hint}`);
  } else {
    screen.line(`error: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
