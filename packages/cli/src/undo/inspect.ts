import path from 'node:path';
import {
  describeKey,
  type JournalEntry,
  type JournalSize,
  journalSize,
  type RunRecord,
  readJournal,
  runs,
} from '@dynamodb-migrate/core';
import { commandLine, resumeCommand } from './shell';
import type { Taken } from './taken';
import { readLeft } from './taken-file';

/** A run, and what its folder tells of it. */
export interface Inspected {
  run: RunRecord;
  folder: string;
  journal?: JournalSize & { done: number; declined: number; failed: number; unknown: number };
  /** Why the journal cannot be read to its end. */
  journalError?: string;
  /** The first operations that failed, or of which it is not known whether they were applied. */
  failedOperations: FailedOperation[];
  /** The first items that its rollback left as they are. */
  conflicts: Taken[];
  /** How to go on with it, where it can be gone on with. */
  resume?: string;
  /** How to take it back, where it can be taken back. */
  undo?: string;
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

/** Reads what there is to know of a run. */
export async function inspect(base: string, id: string, state: string | undefined): Promise<Inspected> {
  const run = await runs.openRun(base, id);
  const folder = runs.runFolder(base, id);
  const dir = path.join(folder, 'journal');
  const size = await journalSize(dir);
  const inspected: Inspected = { run, folder, failedOperations: [], conflicts: await readLeft(folder, kept) };
  inspected.resume = resumeCommand(run, state);
  if (size.files === 0) return inspected;
  const counts = { done: 0, declined: 0, failed: 0, unknown: 0 };
  inspected.journal = { ...size, ...counts };
  try {
    for await (const entry of readJournal(dir)) {
      const fate = fateOf(entry);
      inspected.journal[fate]++;
      if (fate !== 'failed' && fate !== 'unknown') continue;
      if (inspected.failedOperations.length < kept) inspected.failedOperations.push(failedOperation(entry));
    }
  } catch (error) {
    inspected.journalError = (error as Error).message;
  }
  if (run.state !== 'running' && run.state !== 'paused' && run.state !== 'rolled back') {
    inspected.undo = commandLine(['rollback', id], { state, config: run.deployment && run.settings?.config });
  }
  return inspected;
}

function fateOf({ outcome }: JournalEntry): 'done' | 'declined' | 'failed' | 'unknown' {
  if (outcome?.result === 'done') return 'done';
  if (outcome?.result !== 'refused') return 'unknown';
  return outcome.error?.name === 'ConditionalCheckFailedException' ? 'declined' : 'failed';
}

function failedOperation({ seq, at, operation, touched, record, outcome }: JournalEntry): FailedOperation {
  return {
    ...{ seq, at, operation, items: touched.map(({ table, key }) => `${table}, ${describeKey(key)}`) },
    ...(record && { record: record.name }),
    result: outcome?.result === 'refused' ? 'refused' : 'unknown',
    ...(outcome?.error && { error: `${outcome.error.name}: ${outcome.error.message}` }),
  };
}
