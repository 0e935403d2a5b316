import type { Item } from '../items/attribute-value';
import { describeKey } from '../items/describe-key';
import type { Image, JournalEntry } from '../journal/entry';
import { plainName } from '../preview/table-name';
import type { Page, Source } from '../source/source';
import type { Standing, Unfinished } from './unfinished';

export interface ResumedSourceOptions {
  /** The scan from the checkpoint on. */
  rest: Source;
  standing: Standing;
  table: string;
  keyNames: readonly string[];
}

/**
 * The records that a resumed run has yet to handle. First those that had written to their own item when the run was
 * stopped, as they were before that; then what the scan brings from the checkpoint on, without those and without the
 * ones that are done. Records whose fate is unclear are left out.
 */
export function resumedSource({ rest, standing, table, keyNames }: ResumedSourceOptions): Source {
  const { done, unfinished } = standing;
  const again: Item[] = [];
  const handled = new Set<string>(done);
  for (const record of unfinished.values()) {
    const image = record.unclear ? undefined : originalImage(record, table, keyNames);
    if (image) again.push(image);
    if (image || record.unclear) handled.add(record.name);
  }
  return {
    ...(rest.expected !== undefined && { expected: rest.expected }),
    name: (page, index) => describeKey(page.records.at(index) as Item, keyNames),
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      // A segment of their own, for which there is no position to keep.
      if (again.length > 0) yield { segment: -1, records: again, first: 1 };
      for await (const page of rest) {
        const records = [...page.records].filter((record) => !handled.has(describeKey(record as Item, keyNames)));
        yield records.length === page.records.length ? page : { ...page, records };
      }
    },
  };
}

/** The record as the run first saw it, when it has written to its own item. */
function originalImage(record: Unfinished, table: string, keyNames: readonly string[]): Item | undefined {
  for (const entry of record.entries) {
    const own = entry.touched.findIndex(
      (item) => plainName(item.table) === plainName(table) && describeKey(item.key, keyNames) === record.name,
    );
    if (own >= 0) return imageBefore(entry, own) ?? undefined;
  }
  return undefined;
}

function imageBefore({ outcome, touched }: JournalEntry, index: number): Image | undefined {
  return outcome?.before !== undefined && touched.length === 1 ? outcome.before : touched[index]!.before;
}
