import type { RunResult } from '@dynamodb-migrate/core';
import type { FailureStyle } from './output/failures';
import type { Mode } from './session/open';

/** What a run of a script came to. */
export interface Migrated {
  mode: Mode;
  result: RunResult;
  /** Whether not even a first page of records could be read. */
  unread: boolean;
  /** Operations on items that the script made, by name. */
  succeeded: { [operation: string]: number };
  /** Conditional writes that DynamoDB declined. */
  declined: number;
  /** The script may have written past the preview. */
  goesPast?: true;
  milliseconds: number;
  /** What is said behind the summary. */
  farewell?: string;
  /** The signal that stopped the run. */
  signal?: NodeJS.Signals;
  style: FailureStyle;
}
