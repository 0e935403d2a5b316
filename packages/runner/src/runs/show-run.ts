import path from 'node:path';
import {
  describeKey,
  type JournalEntry,
  type JournalSize,
  journalSize,
  type Mask,
  overwrittenBy,
  type Redaction,
  type RunRecord,
  readJournal,
  runs,
} from '@dynamodb-migrate/core';
import { valuesIn, withoutValues } from '../preview/hidden-values';
import { maskedName, maskOf } from '../preview/masking';
import { readLeft } from '../rollback/details-file';
import type { RolledBackItem } from '../rollback/rolled-back-item';
import { collectOverwritten, type Overwritten } from '../run/overwritten';
import { type OpenStateOptions, within, withState } from '../state/state';

/** A run, and what its folder tells of it. */
export interface ShownRun {
  run: RunRecord;
  /** As people are told it. */
  folder: string;
  journal?: JournalSize & { done: number; declined: number; failed: number; unknown: number };
  /** Why the journal cannot be read to its end. */
  journalError?: string;
  /** The first operations that failed, or of which it is not known whether they were applied. */
  failedOperations: FailedOperation[];
  /** What it undid of what others had written; absent when that is nothing. */
  overwritten?: Overwritten;
  /** The first items that its rollback left as they are. */
  conflicts: RolledBackItem[];
}

export interface FailedOperation {
  seq: number;
  at: string;
  operation: string;
  /** The tables and keys that it writes to. */
  items: string[];
  /** The record on whose behalf it was made. */
  record?: string;
  result: 'refused' | 'unknown';
  error?: string;
}

const kept = 10;

export interface ShowOptions extends OpenStateOptions, Redaction {
  /** Its id, the beginning of it, or `last`. */
  run: string;
}

/** All that there is to know of a run: its id, the beginning of it, or `last`. Throws `NO_SUCH_RUN` and the like. */
export function showRun({ run, redact, hideValues, ...options }: ShowOptions): Promise<ShownRun> {
  return withState(options, async (state) => {
    await state.pullRuns();
    const id = await within(state, (base) => runs.resolveRun(base, run));
    await state.pullRun(id);
    const shown = await look(state.base, id, { redact, hideValues });
    return { ...shown, folder: state.nameOf(shown.folder) };
  });
}

async function look(base: string, id: string, redaction: Redaction): Promise<ShownRun> {
  const run = await runs.openRun(base, id);
  const folder = runs.runFolder(base, id);
  const dir = path.join(folder, 'journal');
  const size = await journalSize(dir);
  const shown: ShownRun = { run, folder, failedOperations: [], conflicts: await readLeft(folder, kept) };
  if (size.files === 0) return shown;
  const mask = maskOf(run.redaction, redaction);
  const overwritten = collectOverwritten(mask);
  const counts = { done: 0, declined: 0, failed: 0, unknown: 0 };
  shown.journal = { ...size, ...counts };
  try {
    for await (const entry of readJournal(dir)) {
      for (const { attributes, ...item } of overwrittenBy(entry)) overwritten.add(item, attributes);
      const fate = fateOf(entry);
      shown.journal[fate]++;
      if (fate !== 'failed' && fate !== 'unknown') continue;
      if (shown.failedOperations.length < kept) shown.failedOperations.push(failedOperation(entry, mask));
    }
  } catch (error) {
    shown.journalError = (error as Error).message;
  }
  if (overwritten.count > 0) shown.overwritten = { count: overwritten.count, items: overwritten.items };
  return shown;
}

function fateOf({ outcome }: JournalEntry): 'done' | 'declined' | 'failed' | 'unknown' {
  if (outcome?.result === 'done') return 'done';
  if (outcome?.result !== 'refused') return 'unknown';
  return outcome.error?.name === 'ConditionalCheckFailedException' ? 'declined' : 'failed';
}

function failedOperation(entry: JournalEntry, mask: Mask | undefined): FailedOperation {
  const { seq, at, operation, touched, record, outcome, input } = entry;
  const error = outcome?.error && `${outcome.error.name}: ${outcome.error.message}`;
  return {
    ...{
      seq,
      at,
      operation,
      items: touched.map(({ table, key }) => `${table}, ${describeKey(mask?.item(key) ?? key)}`),
    },
    ...(record && { record: mask ? maskedName(record.name, mask) : record.name }),
    result: outcome?.result === 'refused' ? 'refused' : 'unknown',
    ...(error !== undefined && { error: mask ? withoutValues(error, valuesIn(input)) : error }),
  };
}
