import fc, { type Arbitrary } from 'fast-check';
import type { AttributeValue, Item } from '../../../src';

const plainNumbers = ['0', '1', '-1', '2', '3', '10', '2.5', '-0.5', '0.1', '100'];
const oddNumbers = [
  ...['1e3', '-1.50', '+7', '007', '.5', '5.', '1E-3', '-0', '0.0', '12345678901234567', '9007199254740993'],
  ...[
    '99999999999999999999999999999999999999',
    '0.00000000000000000000000000000000000001',
    '1e125',
    '9.9e125',
    '1e-130',
  ],
  ...['-9.9999999999999999999999999999999999999E+125', '123456789012345678901234567890.12345678'],
];

export const numbers: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...plainNumbers) },
  { weight: 2, arbitrary: fc.constantFrom(...oddNumbers) },
  { weight: 1, arbitrary: fc.integer({ min: -1000, max: 1000 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer(), fc.integer({ min: -40, max: 40 })).map(([digits, e]) => `${digits}e${e}`),
  },
);
const texts = fc.constantFrom('a', 'b', 'ab', 'abc', 'S', 'N', 'é', '𝄞', '\uffee', '1', 'a b');
const binaries = fc.constantFrom('AA==', 'AQ==', 'AQI=', 'AQID', '/w==', 'gAE=');

const scalars: Arbitrary<AttributeValue> = fc.oneof(
  { weight: 4, arbitrary: numbers.map((N) => ({ N })) },
  { weight: 4, arbitrary: texts.map((S) => ({ S })) },
  { weight: 1, arbitrary: binaries.map((B) => ({ B })) },
  { weight: 1, arbitrary: fc.boolean().map((BOOL) => ({ BOOL })) },
  { weight: 1, arbitrary: fc.constant({ NULL: true }) },
);

export const sets: Arbitrary<AttributeValue> = fc.oneof(
  fc.subarray(['a', 'b', 'c', 'é'], { minLength: 1 }).map((SS) => ({ SS })),
  fc.subarray(['1', '2', '2.5', '30', '1e3'], { minLength: 1 }).map((NS) => ({ NS })),
  fc.subarray(['AQ==', 'AQI=', '/w=='], { minLength: 1 }).map((BS) => ({ BS })),
);

const flat = fc.oneof({ weight: 3, arbitrary: scalars }, { weight: 1, arbitrary: sets });
export const lists: Arbitrary<AttributeValue> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: flat },
      { weight: 1, arbitrary: fc.array(flat, { maxLength: 2 }).map((L) => ({ L })) },
      { weight: 1, arbitrary: record(['x', 'y'], flat) },
    ),
    { maxLength: 4 },
  )
  .map((L) => ({ L }));
export const maps: Arbitrary<AttributeValue> = record(
  ['x', 'y', 'z'],
  fc.oneof(
    { weight: 3, arbitrary: flat },
    { weight: 1, arbitrary: lists },
    { weight: 1, arbitrary: record(['x', 'y'], flat) },
  ),
);

/** Values of all types. */
export const values: Arbitrary<AttributeValue> = fc.oneof(
  { weight: 5, arbitrary: scalars },
  { weight: 2, arbitrary: sets },
  { weight: 2, arbitrary: lists },
  { weight: 2, arbitrary: maps },
);

function record(names: readonly string[], of: Arbitrary<AttributeValue>): Arbitrary<AttributeValue> {
  return fc
    .tuple(
      ...names.map((name) =>
        fc.option(
          of.map((value) => [name, value] as const),
          { nil: undefined },
        ),
      ),
    )
    .map((entries) => ({ M: Object.fromEntries(entries.filter((entry) => entry !== undefined)) as Item }));
}

/** The attributes of items, by what they mostly hold. */
export const attributes: { [name: string]: Arbitrary<AttributeValue> } = {
  n: numbers.map((N) => ({ N })),
  s: texts.map((S) => ({ S })),
  b: binaries.map((B) => ({ B })),
  l: lists,
  m: maps,
  ss: sets,
  ns: fc.subarray(['1', '2', '2.5', '30', '1e3'], { minLength: 1 }).map((NS) => ({ NS })),
  size: values,
  any: values,
};

/** Items without their key. */
export const bodies: Arbitrary<Item> = fc
  .tuple(
    ...Object.entries(attributes).map(([name, mostly]) =>
      fc.oneof(
        { weight: 14, arbitrary: mostly.map((value) => [name, value] as const) },
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: values.map((value) => [name, value] as const) },
      ),
    ),
    fc.option(
      texts.map((S) => ['g', { S }] as const),
      { nil: undefined, freq: 2 },
    ),
  )
  .map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)) as Item);

/** What is no value, or none that DynamoDB takes. */
export const malformedValues: Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  {},
  { S: 'a', N: '1' },
  { SS: [] },
  { NS: [] },
  { BS: [] },
  { SS: ['a', 'a'] },
  { NS: ['1', '1.0'] },
  { BS: ['AQ==', 'AQ=='] },
  { NULL: false },
  { N: '' },
  { N: 'abc' },
  { N: '1 ' },
  { N: 'NaN' },
  { N: '0x10' },
  { N: 'Infinity' },
  { N: '1e126' },
  { N: '1e-131' },
  { N: '-1e200' },
  { N: '1e99999' },
  { N: '123456789012345678901234567890123456789' },
  { N: '1.23456789012345678901234567890123456789' },
  { NS: ['1', 'x'] },
  { NS: ['1', '1e126'] },
  { L: [{ SS: [] }] },
  { L: [{}] },
  { M: { a: { N: 'x' } } },
  { M: { a: { SS: ['a', 'a'] } } },
  { S: 1 },
  { N: 1 },
  { BOOL: 'maybe' },
  { L: { S: 'a' } },
  { M: [] },
  { SS: 'a' },
  { B: 'A' },
  { UNKNOWN: 'x' },
  'text',
  1,
  [],
);
