import type { Item } from '@dynamodb-migrate/expressions';
import type { Image, JournalEntry } from '../journal/entry';
import { type Write, writesOf } from '../send/operations';

/** What a run did, or may have done, to one item. */
export interface Change {
  seq: number;
  region: string;
  endpoint?: string;
  table: string;
  key: Item;
  write: Write;
  /** Whether it was applied for certain. */
  done: boolean;
  /** The image before it: exact when it was done, else what the run believed it to be; absent when nothing is known. */
  before?: Image;
  /** What the run believed the image before to be, where an earlier attempt's answer was lost. */
  believed?: Image;
  /** The image after it, where that was told. */
  after?: Image;
  uncertain?: true;
}

/** The changes of a journalled write, item by item; undefined when it changed something that no image can roll back. */
export function changesOf(entry: JournalEntry): Change[] | undefined {
  const { seq, operation, input, region, endpoint, touched, outcome } = entry;
  if (outcome?.result === 'refused') return [];
  const writes = writesOf(operation, input);
  if (touched.length === 0 || touched.length !== writes.length) return undefined;
  const undone = new Set(outcome?.unprocessed);
  return touched.flatMap(({ table, key, before: known }, i) => {
    if (undone.has(i)) return [];
    const done = outcome?.result === 'done';
    const before = done && outcome.before !== undefined ? outcome.before : known;
    const change: Change = { seq, region, endpoint, table, key, write: writes[i]!, done, before };
    if (outcome?.after !== undefined) change.after = outcome.after;
    if (outcome?.uncertain) Object.assign(change, { uncertain: true, believed: known });
    return [change];
  });
}
