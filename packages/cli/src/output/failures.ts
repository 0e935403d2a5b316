import { type Failure, MigrateError } from '@dynamodb-migrate/core';
import type { Explain } from '@dynamodb-migrate/runner';
import { scriptLine } from '@dynamodb-migrate/runner';
import type { Screen } from './screen';

const shown = 10;

export interface FailureStyle {
  /** Path of the script, where it is known. */
  script?: string;
  verbose: boolean;
  explain: Explain;
}

/** Prints what went wrong, each with the record it concerns; the first ten. */
export function printFailures(
  screen: Screen,
  { failures, errors }: { failures: readonly Failure[]; errors: number },
  style: FailureStyle,
): void {
  for (const failure of failures.slice(0, shown)) printFailure(screen, failure, style);
  if (errors > shown) screen.info(`… and ${errors - shown} more errors`);
}

function printFailure(screen: Screen, { error, message, record, during }: Failure, style: FailureStyle): void {
  // What the script's own operations met may concern another table.
  const explained = record || during ? undefined : style.explain(error);
  const text = explained?.message ?? message.split('\nRequire stack:')[0];
  const where = [record && `record ${record}`, during].filter(Boolean).join(', ');
  const line = style.script && scriptLine(error, style.script);
  screen.info(`${screen.paint.red(`${where || 'error'}:`)} ${text}${line ? ` (at ${line})` : ''}`);
  const remedy = explained?.hint ?? hintOf(error);
  if (remedy) screen.info(`  ${remedy}`);
  if (style.verbose && error instanceof Error) screen.info(stackOf(error, message).replace(/^/gm, '    '));
}

/** Its frames alone where its message is not shown as it is. */
function stackOf({ stack = '', message }: Error, shown: string): string {
  return shown.includes(message) ? stack : `${shown}\n${stack.match(/^ {4}at .*$/gm)?.join('\n') ?? ''}`;
}

function hintOf(error: unknown): string | undefined {
  if (!(error instanceof MigrateError)) return undefined;
  return hints[error.code] ?? error.hint;
}

const hints: { [code: string]: string } = {
  PLAIN_LINE: 'For plain JSON records add --dyno.',
  WIRE_LINE: 'Leave --dyno away: it is for plain JSON records.',
};
