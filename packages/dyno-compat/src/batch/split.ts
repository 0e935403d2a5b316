import { ownMember } from '../own-member';
import { asBytes } from '../values/binary';

const maxWrites = 25;
const maxKeys = 100;
const maxBytes = 16 * 1024 * 1024;

/** BatchWriteItem parameters of any size as parameters that fit a request each: 25 writes, 16 MB. */
export function splitWrites({ RequestItems, ...others }: any): object[] {
  const batches = batching(others);
  for (const table of Object.keys(RequestItems)) {
    if (RequestItems[table].length === 0) ownMember<object[]>(batches.last(), table, () => []);
    for (const write of [].concat(RequestItems[table])) {
      const batch = batches.withRoom(maxWrites, sizeOf((write as any)?.PutRequest?.Item));
      ownMember<object[]>(batch, table, () => []).push(write);
    }
  }
  return batches.params;
}

/** BatchGetItem parameters of any size as parameters of at most 100 keys each; a table keeps its other settings. */
export function splitKeys({ RequestItems, ...others }: any): object[] {
  const batches = batching(others);
  for (const table of Object.keys(RequestItems)) {
    const { Keys, ...settings } = RequestItems[table];
    if (Keys?.length === 0) ownMember<object>(batches.last(), table, () => ({ ...settings, Keys: [] }));
    for (const key of [].concat(Keys)) {
      const batch = batches.withRoom(maxKeys, 0);
      ownMember<{ Keys: object[] }>(batch, table, () => ({ ...settings, Keys: [] })).Keys.push(key);
    }
  }
  return batches.params;
}

/** Fills one batch after the other; there is always one, be it empty. */
function batching(others: object) {
  const defined = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const params: { RequestItems: any }[] = [];
  let count = 0;
  let bytes = 0;
  const open = () => {
    params.push({ RequestItems: {}, ...defined });
    count = 0;
    bytes = 0;
  };
  open();
  const last = () => params.at(-1)!.RequestItems;
  return {
    params,
    last,
    withRoom(most: number, size: number) {
      if (count === most || (count > 0 && bytes + size > maxBytes)) open();
      count++;
      bytes += size;
      return last();
    },
  };
}

/** About how many bytes a native value takes in a request. What nests deeper than DynamoDB allows is left to it. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 21;
  const bytes = asBytes(value);
  if (bytes) return bytes.length;
  let size = 3;
  if (depth < 40) for (const name in value) size += name.length + 1 + sizeOf((value as any)[name], depth + 1);
  return size;
}
