import { type AttributeChange, diffItems, formatPath, type Item, keyId, keyOf } from '@dynamodb-migrate/core';

/** What differs between two versions of a table, for one record. */
export interface Difference {
  table: string;
  key: Item;
  kind: 'added' | 'changed' | 'removed';
  /** Without the key. */
  attributes: AttributeChange[];
}

/** The differences between two versions of a table's records, in the order of their keys' text. */
export function compareRecords(
  table: string,
  keyNames: readonly string[],
  before: readonly Item[],
  after: readonly Item[],
): Difference[] {
  // A record that lacks its key, as one that somebody wrote down may, goes by all that it holds.
  const key = (item: Item) => keyOf(item, keyNames) ?? item;
  const index = (items: readonly Item[]) => new Map(items.map((item) => [keyId(key(item)), item]));
  const [old, now] = [index(before), index(after)];
  const keyPaths = new Set(keyNames.map((name) => formatPath([name])));
  const differences: Difference[] = [];
  for (const id of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(id), now.get(id)];
    const attributes = diffItems(was, is).filter(({ path }) => !keyPaths.has(path));
    if (was && is && attributes.length === 0) continue;
    const kind = was && is ? 'changed' : is ? 'added' : 'removed';
    differences.push({ table, key: key((is ?? was)!), kind, attributes });
  }
  return differences;
}
