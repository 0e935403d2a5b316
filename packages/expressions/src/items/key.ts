import { contentOf, typeOf } from './attribute-type';
import type { AttributeValue, Item } from './attribute-value';
import { canonicalNumber } from './decimal';

/** The key attributes of an item; undefined when one is missing. */
export function keyOf(item: Item, keys: readonly string[]): Item | undefined {
  const values = keys.map((name) => [name, Object.hasOwn(item, name) ? item[name]! : undefined] as const);
  if (values.some(([, value]) => !value)) return undefined;
  return Object.fromEntries(values) as Item;
}

/** One text for each key: the order of attributes and the spelling of numbers make no difference. */
export function keyId(key: Item): string {
  const parts = Object.keys(key)
    .sort()
    .map((name) => [name, typeOf(key[name]!), canonical(key[name]!)]);
  return JSON.stringify(parts);
}

/** The key that `keyId` made a text of. */
export function keyFromId(id: string): Item {
  const parts: [string, string, string][] = JSON.parse(id);
  return Object.fromEntries(parts.map(([name, type, content]) => [name, { [type]: content } as AttributeValue]));
}

function canonical(value: AttributeValue): unknown {
  return typeOf(value) === 'N' ? canonicalNumber(contentOf(value) as string) : contentOf(value);
}
