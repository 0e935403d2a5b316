import type { Failure } from '@dynamodb-migrate/core';
import type { RecordChange } from '../preview/changes-file';
import type { PreviewOutcome, TableOutcome } from '../preview/outcome';
import type { Mode } from './options/run-script';
import type { Overwritten } from './overwritten';

/** What a run of a script came to. */
export interface ScriptRun {
  mode: Mode;
  /** `interrupted`: stopped before its end, by whom `stoppedBy` tells. */
  state: 'succeeded' | 'failed' | 'interrupted';
  stoppedBy?: string;
  /** Id of the run; a dry run has none. */
  run?: string;
  counts: Counts;
  /** What went wrong, in the order in which it did; the first 100. */
  failures: Failure[];
  milliseconds: number;
  /** Whether the run can be gone on with. */
  resumable: boolean;
  /** Whether there is something to roll back. */
  canRollBack: boolean;
  /** Of a live run with a journal: what it undid of what others had written; absent when that is nothing. */
  overwritten?: Overwritten;
  /** Puts that were left out as they would have changed nothing; absent when that is none. */
  skipped?: number;
  /** Whether not even a first page of records could be read. */
  unread: boolean;
  /** Whether the script may have written past the preview or dry run: with an AWS SDK of its own, in another process. */
  goesPast: boolean;
  /** Of a preview: what became of the items of each table. */
  tables?: TableOutcome[];
  /** Of a preview: what differs, an item at a time. Read from the folder of the run. */
  changes?(): AsyncIterable<RecordChange>;
  /** Of a preview. */
  preview?: Previewed;
}

/** What a run did. */
export interface Counts {
  /** Records handled without an error. */
  records: number;
  errors: number;
  /** Writes whose condition did not hold. */
  declined: number;
  /** Operations that the script made, by name. */
  operations: { [name: string]: number };
}

/** A preview in full. */
export interface Previewed {
  outcome: PreviewOutcome;
  /** Items that differ. */
  changed: number;
  /** The first ten of them. */
  first: RecordChange[];
  /** Whether values are masked. */
  masked: boolean;
  /** Where it is kept, as people are told it. */
  folder: string;
}

/** The counts as run.json keeps them. */
export function flatCounts({ operations, ...counts }: Counts): { [name: string]: number } {
  return { ...operations, ...counts };
}
