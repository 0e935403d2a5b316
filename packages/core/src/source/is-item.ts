import type { Item } from '@dynamodb-migrate/expressions';
import { isObject } from '../items/is-object';

export const types = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

/** Whether a document is an item in wire form, judged by its top level. */
export function isItem(document: unknown): document is Item {
  if (!isObject(document)) return false;
  for (const name in document) if (!isAttributeValue(document[name])) return false;
  return true;
}

function isAttributeValue(value: any): boolean {
  if (typeof value !== 'object' || value === null) return false;
  let type: string | undefined;
  for (const key in value) {
    if (type !== undefined || !types.has(key)) return false;
    type = key;
  }
  if (type === undefined) return false;
  const content = value[type];
  if (type === 'M') return isObject(content);
  if (type === 'L' || (type.endsWith('S') && type.length === 2)) return Array.isArray(content);
  return type === 'BOOL' || type === 'NULL' ? typeof content === 'boolean' : typeof content === 'string';
}
