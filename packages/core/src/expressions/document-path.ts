import type { AttributeValue, Item } from '../items/attribute-value';

/** Steps into an item, names resolved: attribute names and list indexes. */
export type DocumentPath = readonly (string | number)[];

/** The value at a path; undefined where there is none. */
export function valueAt(item: Item | null, path: DocumentPath): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item ?? {} };
  for (const step of path) value = value && childOf(value, step);
  return value;
}

/** Whether there is a map or a list for the last step of a path. */
export function hasHolder(item: Item | null, path: DocumentPath): boolean {
  const holder = valueAt(item, path.slice(0, -1));
  return holder !== undefined && (typeof path.at(-1) === 'number' ? 'L' in holder : 'M' in holder);
}

/** Whether one of two paths leads to the other, or both are the same. */
export function overlap(a: DocumentPath, b: DocumentPath): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((step, i) => step === b[i]);
}

function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}
