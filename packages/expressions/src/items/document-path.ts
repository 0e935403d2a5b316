import type { AttributeValue, Item } from './attribute-value';
import { own } from './own';

/** Steps into an item, names resolved: attribute names and list indexes. */
export type DocumentPath = readonly (string | number)[];

/** The value at a path; undefined where there is none. */
export function valueAt(item: Item | null | undefined, path: DocumentPath): AttributeValue | undefined {
  let value = item ? own(item, path[0] as string) : undefined;
  for (let i = 1; value && i < path.length; i++) value = childOf(value, path[i]!);
  return value;
}

/** Whether there is a map or a list for the last step of a path. */
export function hasHolder(item: Item | null | undefined, path: DocumentPath): boolean {
  if (path.length === 1) return true;
  const holder = valueAt(item, path.slice(0, -1));
  return holder !== undefined && (typeof path.at(-1) === 'number' ? 'L' in holder : 'M' in holder);
}

/** Whether one of two paths leads to the other, or both are the same. */
export function overlap(a: DocumentPath, b: DocumentPath): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? own(value.M, step) : undefined;
}
