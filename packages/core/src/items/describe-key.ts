import type { AttributeValue, Item } from '@dynamodb-migrate/expressions';

/**
 * How messages name an item: `id "a1"` or `id "a1", range 7`. Without key names the first two plain attributes stand
 * for the key.
 */
export function describeKey(item: Item, keyNames?: readonly string[]): string {
  const names =
    keyNames ??
    Object.keys(item)
      .filter((name) => isScalar(item[name]))
      .slice(0, 2);
  const parts = names
    .filter((name) => Object.hasOwn(item, name))
    .map((name) => `${name} ${describeScalar(item[name]!)}`);
  return parts.join(', ') || 'an item without a key';
}

function isScalar(value: AttributeValue | undefined): boolean {
  return typeof value === 'object' && value !== null && ('S' in value || 'N' in value || 'B' in value);
}

function describeScalar(value: AttributeValue): string {
  if ('S' in value) return JSON.stringify(value.S);
  if ('N' in value) return value.N;
  return JSON.stringify(value);
}
