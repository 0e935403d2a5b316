import { equalValues, type Item } from '@dynamodb-migrate/expressions';

/** The attributes in which two images differ: as they were, and as they are. */
export type Delta = readonly [was: Item, is: Item];

/** Undefined where the images are the same. */
export function deltaBetween(before: Item, after: Item): Delta | undefined {
  const was: [string, Item[string]][] = [];
  const is: [string, Item[string]][] = [];
  for (const name of Object.keys(after)) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (equalValues(old, after[name])) continue;
    if (old) was.push([name, old]);
    is.push([name, after[name]!]);
  }
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) was.push([name, before[name]!]);
  return was.length + is.length > 0 ? [Object.fromEntries(was), Object.fromEntries(is)] : undefined;
}

/** The image that a delta makes of the one before. */
export function withDelta(before: Item, [was, is]: Delta): Item {
  const after = { ...before, ...is };
  for (const name of Object.keys(was)) if (!Object.hasOwn(is, name)) delete after[name];
  return after;
}
