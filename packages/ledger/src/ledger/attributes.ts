import type { AttributeValue, Item } from '@dynamodb-migrate/core';

/** What the ledger stores: JSON. Properties that are undefined are left out. */
export type Json = string | number | boolean | null | undefined | Json[] | { [name: string]: Json };

/** JSON as DynamoDB stores it. */
export function toAttributes(value: object): Item {
  const present = Object.entries(value as { [name: string]: Json }).filter(([, one]) => one !== undefined);
  return Object.fromEntries(present.map(([name, one]) => [name, toAttribute(one)]));
}

/** JSON from what DynamoDB stores of it. */
export function fromAttributes(item: Item): { [name: string]: any } {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromAttribute(value)]));
}

function toAttribute(value: Json): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null || value === undefined) return { NULL: true };
  return Array.isArray(value) ? { L: value.map(toAttribute) } : { M: toAttributes(value) };
}

function fromAttribute(value: AttributeValue): Json {
  if ('S' in value) return value.S;
  if ('N' in value) return Number(value.N);
  if ('BOOL' in value) return value.BOOL;
  if ('L' in value) return value.L.map(fromAttribute);
  return 'M' in value ? fromAttributes(value.M) : null;
}
