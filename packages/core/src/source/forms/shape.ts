import { isItem } from '../is-item';

/** Whether an object has no other attributes than these. */
export function hasOnly(document: object, names: ReadonlySet<string>): boolean {
  return Object.keys(document).every((name) => names.has(name));
}

/** Whether an object has attributes, and all of their values are so. Each plain record comes by here. */
export function every(document: { readonly [name: string]: unknown }, is: (value: unknown) => boolean): boolean {
  let some = false;
  for (const name in document) {
    if (!is(document[name])) return false;
    some = true;
  }
  return some;
}

/** Whether a value is an item in wire form that has attributes. */
export function isFullItem(value: unknown): boolean {
  return isItem(value) && Object.keys(value).length > 0;
}
