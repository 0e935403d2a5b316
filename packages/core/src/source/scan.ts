import type { Item } from '@dynamodb-migrate/expressions';
import { describeKey } from '../items/describe-key';
import type { Send, Wire } from '../send/send';
import { mergePages } from './merge-pages';
import type { Page, Source } from './source';

export interface ScanOptions {
  send: Send;
  table: string;
  /** What Scan offers besides: FilterExpression, IndexName, ConsistentRead, ProjectionExpression … */
  input?: Wire;
  /** Parts of the table that are read at the same time; each keeps its order. @default 1 */
  segments?: number;
  /** The segments that are read. @default all */
  only?: readonly number[] | undefined;
  /** Where segments go on: a key, or null for one that is done. @default all from their start */
  from?: ReadonlyMap<number, Position>;
  /** Records at most. */
  limit?: number;
  /** Names of the key attributes, for messages; learned from the pages' own keys when absent. */
  keyNames?: readonly string[];
  /** Records in the table as DynamoDB last counted them. */
  expected?: number;
  /** Ends the scan, rejecting the reads that are under way. */
  signal?: AbortSignal;
}

/** How far a segment has come. */
export interface Position {
  /** The key to go on behind; null when the segment has no more. */
  key: Item | null;
  /** Records of the segment before that key. */
  records: number;
}

/** A table's records, in scan order within each segment, with the next page of each on its way while one is worked on. */
export function scan(options: ScanOptions): Source {
  const { segments = 1, from, limit, expected } = options;
  const { only = Array.from({ length: segments }, (_, segment) => segment) } = options;
  let keyNames = options.keyNames;
  const open = only
    .filter((segment) => from?.get(segment)?.key !== null)
    .map((segment) => readSegment(options, segment));
  return {
    ...(expected !== undefined && { expected }),
    name: (page, index) => describeKey(page.records.at(index) as Item, keyNames),
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      let left = limit ?? Number.POSITIVE_INFINITY;
      if (left <= 0) return;
      for await (const page of mergePages(open)) {
        if (page.next) keyNames ??= Object.keys(page.next);
        yield page.records.length > left ? { ...page, records: [...page.records].slice(0, left) } : page;
        left -= page.records.length;
        if (left <= 0) return;
      }
    },
  };
}

/** A scan that ends soon reads no more than it gives, where what is read is not filtered. */
function pageLimit({ input, limit }: ScanOptions): { Limit?: number } {
  if (limit === undefined || limit >= 1000 || input?.FilterExpression) return {};
  return { Limit: Math.min(limit, input?.Limit ?? limit) };
}

async function* readSegment(options: ScanOptions, segment: number): AsyncGenerator<Page> {
  const { send, table, input, segments = 1, from, signal } = options;
  const read = (startKey?: Item) => {
    const page = send(
      'Scan',
      {
        ...input,
        TableName: table,
        ...pageLimit(options),
        ...(segments > 1 && { Segment: segment, TotalSegments: segments }),
        ...(startKey && { ExclusiveStartKey: startKey }),
      },
      { lazily: true, ...(signal && { signal }) },
    );
    // A read ahead that nobody awaits any more must not count as an unhandled rejection.
    page.catch(() => {});
    return page;
  };
  const start = from?.get(segment);
  let first = (start?.records ?? 0) + 1;
  let key = start?.key ?? undefined;
  let pending: Promise<Wire> | undefined = read(key);
  while (pending) {
    const { Items = [], LastEvaluatedKey: next }: Wire = await pending;
    // Several segments keep each other's pages coming.
    pending = segments === 1 && next ? read(next) : undefined;
    yield { segment, records: Items, first, ...(key && { start: key }), ...(next && { next }) };
    first += Items.length;
    key = next;
    if (segments > 1 && next) pending = read(next);
  }
}
