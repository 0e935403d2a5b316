import type { Item } from '@dynamodb-migrate/core';

/** By attribute: the digits if it is a key, null where they cannot be known. */
export type Doubts = ReadonlyMap<string, string | null>;

/** Says that a key cannot be used. */
export function unknownKey(attribute: string, item: Item): string {
  const value = (item[attribute] as { N: string }).N;
  return (
    `The key "${attribute}" is ${value} in JavaScript, which may stand for a neighbour's digits, so nothing was sent: ` +
    'take it from the record at hand, or give it as a BigInt'
  );
}

const none: Doubts = new Map();
let noted = false;
const byItem = new WeakMap<Item, Map<string, string | null>>();

/** Remembers of an item in wire form that an attribute would be written differently if it is a key. */
export function noteDoubt(item: Item, attribute: string, asKey: string | null | undefined): void {
  if (asKey === undefined) return;
  noted = true;
  const doubts = byItem.get(item) ?? new Map<string, string | null>();
  byItem.set(item, doubts.set(attribute, asKey));
}

/** Whether there has been a doubt since the process began. */
export function hasDoubts(): boolean {
  return noted;
}

export function doubtsOf(item: Item): Doubts {
  return byItem.get(item) ?? none;
}
