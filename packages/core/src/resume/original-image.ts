import type { Item } from '@dynamodb-migrate/expressions';
import { describeKey } from '../items/describe-key';
import type { Image, JournalEntry } from '../journal/entry';
import { plainName } from '../tables/table-name';
import type { Unfinished } from './unfinished';

/** The record as the run first saw it, when it has written to its own item: so it can be handed over again. */
export function originalImage(record: Unfinished, table: string, keyNames: readonly string[]): Item | undefined {
  for (const entry of record.entries) {
    const own = entry.touched.findIndex(
      (item) => plainName(item.table) === plainName(table) && describeKey(item.key, keyNames) === record.name,
    );
    if (own >= 0) return imageBefore(entry, own) ?? undefined;
  }
  return undefined;
}

function imageBefore({ outcome, touched }: JournalEntry, index: number): Image | undefined {
  const { from, before } = touched[index]!;
  // As the script was shown it, whatever others had made of it by then.
  if (from === 'known') return before;
  return outcome?.before !== undefined && touched.length === 1 ? outcome.before : touched[index]!.before;
}
