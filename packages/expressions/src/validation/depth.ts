import type { AttributeValue, Item } from '../items/attribute-value';
import { type DocumentPath, valueAt } from '../items/document-path';
import { mostLevels, tooDeep } from './value';

/** Throws a `Refusal` where what was put at a path nests deeper than an item may. */
export function checkDepth(item: Item, path: DocumentPath): void {
  const value = valueAt(item, path);
  if (value && path.length + levels(value) > mostLevels) throw tooDeep();
}

function levels(value: AttributeValue): number {
  let deepest = 0;
  if ('L' in value) for (const element of value.L) deepest = Math.max(deepest, levels(element));
  else if ('M' in value) for (const name in value.M) deepest = Math.max(deepest, levels(value.M[name]!));
  else return 0;
  return 1 + deepest;
}
