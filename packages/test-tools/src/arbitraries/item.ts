import type { AttributeValue, Item } from '@dynamodb-migrate/core';
import type { Arbitrary } from 'fast-check';
import fc from 'fast-check';

export interface ItemOptions {
  /** Attributes that every item has, such as its key. @default { id: a string } */
  key?: { [attribute: string]: Arbitrary<AttributeValue> };
  /** Whether empty strings and binaries occur. @default false */
  emptyStrings?: boolean;
  /** Levels of lists and maps. @default 3 */
  depth?: number;
}

/** Wire items with every type, numbers and sets in the form DynamoDB gives them back. */
export function itemArbitrary(options: ItemOptions = {}): Arbitrary<Item> {
  const { key = { id: stringArbitrary(1).map((S) => ({ S })) } } = options;
  const others = fc.dictionary(attributeName(), attributeValueArbitrary(options), {
    maxKeys: 6,
    noNullPrototype: true,
  });
  return fc.tuple(others, fc.record(key)).map(([item, keys]) => ({ ...item, ...keys }));
}

/** Wire values of every type. */
export function attributeValueArbitrary({
  emptyStrings = false,
  depth = 3,
}: ItemOptions = {}): Arbitrary<AttributeValue> {
  const least = emptyStrings ? 0 : 1;
  const S = stringArbitrary(least);
  const B = binaryArbitrary(least);
  const scalars: Arbitrary<AttributeValue>[] = [
    fc.record({ S }),
    fc.record({ N: numberArbitrary }),
    fc.record({ B }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ SS: fc.uniqueArray(stringArbitrary(1), { minLength: 1, maxLength: 4 }) }),
    fc.record({ NS: fc.uniqueArray(numberArbitrary, { minLength: 1, maxLength: 4 }) }),
    fc.record({ BS: fc.uniqueArray(binaryArbitrary(1), { minLength: 1, maxLength: 4 }) }),
  ];
  if (depth === 0) return fc.oneof(...scalars);
  const inner = attributeValueArbitrary({ emptyStrings, depth: depth - 1 });
  return fc.oneof(
    ...scalars,
    fc.record({ L: fc.array(inner, { maxLength: 4 }) }),
    fc.record({ M: fc.dictionary(attributeName(), inner, { maxKeys: 4, noNullPrototype: true }) }),
  );
}

/** Decimal numbers of up to 38 digits from 1E-130 to 9.9E+125, written out as DynamoDB writes them. */
export const numberArbitrary: Arbitrary<string> = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 38n - 1n }).map(String),
  fc
    .tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** 38n - 1n }), fc.integer({ min: -130, max: 125 }))
    .map(([negative, digits, exponent]) => (negative ? '-' : '') + plain(String(digits), exponent)),
);

/** Writes d.ddd × 10^exponent without an exponent. */
function plain(digits: string, exponent: number): string {
  const kept = digits.slice(0, Math.min(38, exponent + 131)).replace(/0+$/, '') || '1';
  const point = exponent + 1;
  if (point <= 0) return `0.${'0'.repeat(-point)}${kept}`;
  if (kept.length <= point) return kept.padEnd(point, '0');
  return `${kept.slice(0, point)}.${kept.slice(point)}`;
}

function stringArbitrary(minLength: number): Arbitrary<string> {
  const unicode = fc.string({ unit: 'binary', minLength, maxLength: 12 });
  return fc.oneof(fc.string({ minLength, maxLength: 12 }), unicode, fc.constantFrom('constructor', 'N', '0', ' ', 'é̂'));
}

function binaryArbitrary(minLength: number): Arbitrary<string> {
  return fc.uint8Array({ minLength, maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'));
}

// Made where it is asked for: strings of any character take fast-check half a second.
const attributeName = () => stringArbitrary(1).filter((name) => name !== '__proto__');
