import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import { describeKey } from '../items/describe-key';
import type { Page, Source } from '../source/source';
import { originalImage } from './original-image';
import type { Standing } from './unfinished';

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
      for await (const page of rest) yield* without(page, handled, keyNames);
    },
  };
}

/** A page without the records of some names, in parts: each record keeps its place in the segment. */
function* without(page: Page, names: ReadonlySet<string>, keyNames: readonly string[]): Generator<Page> {
  const { first, next } = page;
  const records = [...page.records];
  const isLeft = (record: unknown) => !names.has(describeKey(record as Item, keyNames));
  const keyAt = (index: number) => keyOf(records[index] as Item, keyNames);
  if (records.every(isLeft)) return yield page;
  for (let index = 0; index < records.length; ) {
    const from = index;
    while (index < records.length && isLeft(records[index])) index++;
    if (index === records.length && from < index) return yield part(from, index, next);
    if (from < index) yield part(from, index, keyAt(index - 1));
    index++;
  }
  yield part(records.length, records.length, next);

  function part(from: number, to: number, behind: Item | undefined): Page {
    const { start: _start, next: _next, ...rest } = page;
    const start = from === 0 ? page.start : keyAt(from - 1);
    return {
      ...{ ...rest, records: records.slice(from, to), first: first + from },
      ...(start && { start }),
      ...(behind && { next: behind }),
    };
  }
}
