import path from 'node:path';
import { type JournalEntry, readJournal, runs, writesOf } from '@dynamodb-migrate/core';
import type { Tally } from './tally';

/**
 * Counts what is in the journals of runs, with or without the writes whose fate is not known; tells whether it left any
 * of those out.
 */
export async function recount(state: string, ids: readonly string[], tally: Tally, unknown: boolean): Promise<boolean> {
  let leftOut = false;
  for (const id of ids) {
    for await (const entry of readJournal(path.join(runs.runFolder(state, id), 'journal'))) {
      const isUnknown = (entry.outcome?.result ?? 'unknown') === 'unknown';
      if (unknown || !isUnknown) add(entry, tally);
      else leftOut = true;
    }
  }
  return leftOut;
}

function add({ operation, input, touched, outcome }: JournalEntry, tally: Tally): void {
  if (outcome?.result === 'refused') return;
  const undone = new Set(outcome?.unprocessed);
  for (const [index, write] of writesOf(operation, input).entries()) {
    const item = touched[index];
    if (item && !undone.has(index)) tally.add(write, item.key, outcome?.before ?? item.before);
  }
}
