import type { AttributeValue, Item } from '@dynamodb-migrate/core';

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/**
 * Parses JSON that is known to be valid such that numbers keep their digits, which `JSON.parse` alone does not give:
 * every number comes as a string that is marked with an `n`, and every string and name is marked with an `s`.
 */
export function parseMarked(text: string): any {
  return JSON.parse(text.replace(token, (found) => (found[0] === '"' ? `"s${found.slice(1)}` : `"n${found}"`)));
}

/** A plain object from `parseMarked` as an item. */
export function itemOf(marked: object): Item {
  return Object.fromEntries(Object.entries(marked).map(([name, value]) => [name.slice(1), wireValue(value)]));
}

function wireValue(marked: unknown): AttributeValue {
  if (typeof marked === 'string') return marked[0] === 'n' ? { N: marked.slice(1) } : { S: marked.slice(1) };
  if (typeof marked === 'boolean') return { BOOL: marked };
  if (marked === null) return { NULL: true };
  return Array.isArray(marked) ? { L: marked.map(wireValue) } : { M: itemOf(marked as object) };
}
