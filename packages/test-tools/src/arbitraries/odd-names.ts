import type { AttributeValue, Item } from '@dynamodb-migrate/core';
import fc, { type Arbitrary } from 'fast-check';

/** Names that mean something to JavaScript, to expressions or to the wire form, and mean nothing to DynamoDB. */
export const oddNames: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf', 'length'],
  ...['0', '1', 'a.b', '#a', ':a', 'a[0]', '["x"]', '[*]', ' ', '"', '\\', '\n', '\u0000', 'é😀', 'x'.repeat(255)],
  ...['S', 'N', 'B', 'BS', 'M', 'L', 'Item', 'AttributeName', 'AttributesToGet', 'NonKeyAttributes', '__prot\u0000__'],
];

export interface OddItems {
  /** Names that an engine cannot hold. @default none */
  without?: readonly string[];
  /** Whether a map may have an empty name, which DynamoDB Local refuses. @default true */
  emptyNames?: boolean;
}

/** Items with an `id`, whose other attributes and the maps in them have odd names at any depth. */
export function oddItemArbitrary({ without = [], emptyNames = true }: OddItems = {}): Arbitrary<Item> {
  const top = oddNames.filter((name) => !without.includes(name));
  const inner = emptyNames ? ['', ...top] : top;
  const ids = fc.constantFrom('r1', 'r2', 'r3', '__proto__', 'constructor');
  return fc
    .tuple(ids, mapArbitrary(top, oddValue(inner, 2)))
    .map(([S, others]) => itemFrom([...Object.entries(others), ['id', { S }]]));
}

/** Every name in an item, at any depth, as a path of its own. */
export function namesIn(item: Item): string[] {
  const paths: string[] = [];
  const walk = (map: Item, path: string[]) => {
    for (const [name, value] of Object.entries(map)) {
      paths.push(JSON.stringify([...path, name]));
      inside(value, [...path, name]);
    }
  };
  const inside = (value: AttributeValue, path: string[]): void => {
    if ('M' in value) walk(value.M, path);
    if ('L' in value) for (const [i, element] of value.L.entries()) inside(element, [...path, String(i)]);
  };
  walk(item, []);
  return paths.sort();
}

function oddValue(names: readonly string[], depth: number): Arbitrary<AttributeValue> {
  const text = fc
    .constantFrom('__proto__', 'constructor', 'x', '__prot\u0000__', '{"__proto__":1}')
    .map((S) => ({ S }));
  const scalar = fc.oneof<Arbitrary<AttributeValue>[]>(
    text,
    fc.constantFrom({ N: '1' }, { NULL: true }, { BOOL: false }),
  );
  if (depth === 0) return scalar;
  const inner = oddValue(names, depth - 1);
  return fc.oneof(
    scalar,
    mapArbitrary(names, inner).map((M) => ({ M })),
    fc.array(inner, { maxLength: 2 }).map((L) => ({ L })),
  );
}

function mapArbitrary(names: readonly string[], value: Arbitrary<AttributeValue>): Arbitrary<Item> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4, selector: ([name]) => name })
    .map(itemFrom);
}

/** By `fromEntries`, which defines where an assignment would mean something else. */
function itemFrom(entries: [string, AttributeValue][]): Item {
  return Object.fromEntries(entries);
}
