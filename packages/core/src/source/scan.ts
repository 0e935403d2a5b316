import type { Item } from '../items/attribute-value';
import { describeKey } from '../items/describe-key';
import type { Send, Wire } from '../send/send';
import type { Page, Source } from './source';

export interface ScanOptions {
  send: Send;
  table: string;
  /** Names of the key attributes, for messages; learned from the pages' own keys when absent. */
  keyNames?: readonly string[];
  /** Records in the table as DynamoDB last counted them. */
  expected?: number;
  /** Ends the scan, rejecting the read that is under way. */
  signal?: AbortSignal;
}

/** A table's records in scan order, the next page on its way while one is worked on. */
export function scan({ send, table, keyNames, expected, signal }: ScanOptions): Source {
  let names = keyNames;
  const read = (startKey?: Item) => {
    const input: Wire = { TableName: table };
    if (startKey) input.ExclusiveStartKey = startKey;
    const page = send('Scan', input, signal && { signal });
    // A read ahead that nobody awaits any more must not count as an unhandled rejection.
    page.catch(() => {});
    return page;
  };
  return {
    ...(expected !== undefined && { expected }),
    name: (page, index) => describeKey(page.records[index] as Item, names),
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      let first = 1;
      let pending: Promise<Wire> | undefined = read();
      while (pending) {
        const { Items = [], LastEvaluatedKey: next }: Wire = await pending;
        pending = next && read(next);
        if (next) names ??= Object.keys(next);
        yield { segment: 0, records: Items, first, ...(next && { next }) };
        first += Items.length;
      }
    },
  };
}
