import type { Item } from '@dynamodb-migrate/expressions';
import { keyId, keyOf } from '@dynamodb-migrate/expressions';
import type { KnownImage } from '../journal/known-images';
import { batchWrites, isRead, keyOfPart, writesOf } from '../send/operations';
import type { Layer, Send, Wire } from '../send/send';
import { plainName } from '../tables/table-name';
import { isSamePut } from './same-put';
import { createWrittenItems } from './written-items';

export interface SkipOptions {
  /** The table that is scanned, and the names of its key. */
  scanned: { region: string; endpoint?: string; table: string };
  keyNames: readonly string[];
  /** What the scan brought. */
  known: KnownImage;
}

export interface Skip {
  /** Its place is above everything that counts, keeps or changes writes. */
  layer: Layer;
  /** Puts that were left out. */
  readonly count: number;
}

/** What DynamoDB takes in one BatchWriteItem. */
const mostRequests = 25;

/**
 * Leaves out puts of whole records that are what the scan brought, and answers them as DynamoDB would: a PutItem that has
 * no condition and asks for nothing, and the same within a BatchWriteItem. An item that the run has written to is not what
 * the scan brought any more.
 */
export function skipUnchanged({ scanned, keyNames, known }: SkipOptions): Skip {
  const written = createWrittenItems();
  let count = 0;

  const layer: Layer = (next, target) => {
    if (target.region !== scanned.region || target.endpoint !== scanned.endpoint) return next;
    const isScanned = (table: unknown) => typeof table === 'string' && plainName(table) === plainName(scanned.table);

    const isUnchanged = (table: string, item: Item): boolean => {
      const key = keyOf(item, keyNames);
      const scan = key && known(target, table, key);
      return !!scan?.image && isSamePut(item, scan.image) && !written.has(keyId(key!), scan.of);
    };

    /** Remembers what a write is about to touch. */
    const send: Send = (operation, input, options) => {
      const writes = writesOf(operation, input);
      if (writes.length === 0 && operation !== 'TransactWriteItems') written.lose();
      for (const write of writes) {
        const key = isScanned(write.table) ? keyOfPart(write, keyNames) : undefined;
        if (key) written.add(keyId(key), known(target, write.table, key)?.of);
      }
      return next(operation, input, options);
    };

    const put: Send = (operation, input, options) => {
      if (!isPlain(input) || !isUnchanged(input.TableName, input.Item)) return send(operation, input, options);
      count++;
      return Promise.resolve({});
    };

    const batch: Send = (operation, input, options) => {
      const { RequestItems, ...more } = input;
      const names = Object.keys(RequestItems).filter(isScanned);
      if (names.length !== 1 || !isPlain(more) || !isSound(RequestItems, names[0]!)) {
        return send(operation, input, options);
      }
      const { [names[0]!]: all, ...others } = RequestItems as { [table: string]: Wire[] };
      const left = all!.filter(({ PutRequest }) => !PutRequest || !isUnchanged(names[0]!, PutRequest.Item));
      count += all!.length - left.length;
      const rest = left.length > 0 ? { ...others, [names[0]!]: left } : others;
      if (Object.keys(rest).length === 0) return Promise.resolve({ UnprocessedItems: {} });
      return send(operation, { ...more, RequestItems: rest }, options);
    };

    /** Whether DynamoDB has no reason to refuse a batch as a whole that it would not have without some of its requests. */
    const isSound = (tables: { [table: string]: Wire[] }, name: string): boolean => {
      if (!Object.values(tables).every(Array.isArray)) return false;
      if (Object.values(tables).flat().length > mostRequests) return false;
      const keys = batchWrites({ [name]: tables[name]! }).map((write) => keyOfPart(write, keyNames));
      return keys.every((key) => key) && new Set(keys.map((key) => keyId(key!))).size === keys.length;
    };

    return (operation, input, options) => {
      if (isRead(operation)) return next(operation, input, options);
      if (operation === 'PutItem' && isScanned(input.TableName) && input.Item) return put(operation, input, options);
      if (operation === 'BatchWriteItem' && input.RequestItems) return batch(operation, input, options);
      return send(operation, input, options);
    };
  };

  return {
    layer,
    get count() {
      return count;
    },
  };
}

/** Whether an input holds nothing that bears on the answer. */
function isPlain(input: Wire): boolean {
  return Object.entries(input).every(
    ([name, value]) =>
      name === 'TableName' || name === 'Item' || value === undefined || (name.startsWith('Return') && value === 'NONE'),
  );
}
