import { currentRecord, journalName, type RecordScope, recordName } from '../engine/record-scope';
import { MigrateError } from '../error';
import { canonicalJson } from '../items/canonical-json';
import { afterImage } from '../journal/after-image';
import type { JournalEntry } from '../journal/entry';
import { changesOf } from '../rollback/change';
import { fromJournal } from '../send/from-journal';
import { batchWrites, isRead } from '../send/operations';
import type { Layer, Wire } from '../send/send';
import type { Unfinished } from './unfinished';

/**
 * Answers the writes that a record made before its run was stopped from the journal, in their order, instead of making
 * them again. A write that differs from the one that was made then fails its record with `REPLAY_DIFFERS`. Its place is
 * outside of the journal. `onAnswered` is told the record of each write that it answers.
 */
export function replay(unfinished: ReadonlyMap<string, Unfinished>, onAnswered?: (record: RecordScope) => void): Layer {
  const cursors = new WeakMap<RecordScope, { entries: JournalEntry[]; next: number }>();
  const cursorOf = (record: RecordScope) => {
    let cursor = cursors.get(record);
    if (!cursor) {
      cursor = { entries: unfinished.get(journalName(record))?.entries ?? [], next: 0 };
      cursors.set(record, cursor);
    }
    return cursor;
  };
  return (next) => async (operation, input, options) => {
    const record = currentRecord();
    if (!record || unfinished.size === 0 || isRead(operation)) return next(operation, input, options);
    const cursor = cursorOf(record);
    const entry = cursor.entries[cursor.next];
    if (!entry) return next(operation, input, options);
    if (entry.operation !== operation || canonicalJson(entry.input) !== canonicalJson(input)) {
      throw new MigrateError(
        'REPLAY_DIFFERS',
        `before it was stopped, the run made another ${entry.operation} for ${recordName(record)} than it makes now`,
        { hint: `Look at the record, and at \`dynamodb-migrate show\`; nothing more was written for it.` },
      );
    }
    cursor.next++;
    onAnswered?.(record);
    return fromJournal(answerOf(entry));
  };
}

function answerOf(entry: JournalEntry): Wire {
  const { operation, input, outcome } = entry;
  if (operation === 'BatchWriteItem') return { UnprocessedItems: unprocessed(input, outcome?.unprocessed ?? []) };
  if (operation === 'TransactWriteItems') return {};
  const before = outcome?.before === undefined ? entry.touched[0]?.before : outcome.before;
  const returns = input.ReturnValues ?? 'NONE';
  if (returns === 'NONE') return {};
  if (returns === 'ALL_OLD') return before ? { Attributes: before } : {};
  if (returns === 'ALL_NEW' && outcome?.after) return { Attributes: outcome.after };
  const [change] = changesOf(entry) ?? [];
  const effect = change && before !== undefined ? afterImage(change.write, before) : undefined;
  return effect?.output ?? {};
}

function unprocessed({ RequestItems }: Wire, indices: readonly number[]): Wire {
  const left: [table: string, requests: Wire[]][] = [];
  let at = 0;
  for (const [table, requests] of Object.entries(RequestItems as { [table: string]: Wire[] })) {
    const mine = requests.filter((_, i) => indices.includes(at + i));
    at += batchWrites({ [table]: requests }).length;
    if (mine.length > 0) left.push([table, mine]);
  }
  return Object.fromEntries(left);
}
