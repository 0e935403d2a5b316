import { MigrateError } from '@dynamodb-migrate/core';
import type { Screen } from './screen';

/** Prints an error: a sentence and its hint when it is one of ours, everything otherwise. */
export function printError(screen: Pick<Screen, 'info' | 'paint'>, error: unknown): void {
  if (error instanceof MigrateError) {
    screen.info(`${screen.paint.red('error:')} ${error.message}`);
    if (error.hint) screen.info(`  ${error.hint}`);
  } else {
    screen.info(`${screen.paint.red('error:')} ${error instanceof Error ? error.stack : String(error)}`);
  }
}

/** What keeps a command from beginning, as `--json` prints it. */
export function errorDocument(error: unknown): object {
  if (!(error instanceof MigrateError))
    return { error: { message: error instanceof Error ? error.message : String(error) } };
  const { code, message, hint } = error;
  return { error: { code, message, ...(hint !== undefined && { hint }) } };
}

/** Whether something began and failed, and did not merely fail to begin. */
export function isFailure(error: unknown): boolean {
  return !(error instanceof MigrateError) || error.code === 'SCRIPT_THREW';
}
