import { attributeValueArbitrary, nativeArbitrary, numberArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

test('items have values of every type', () => {
  const types = fc.sample(attributeValueArbitrary(), 500).map((value) => Object.keys(value)[0]);
  expect([...new Set(types)].sort()).toEqual(['B', 'BOOL', 'BS', 'L', 'M', 'N', 'NS', 'NULL', 'S', 'SS']);
});

test('empty strings come only when asked for', () => {
  const empty = (value: object) => /"[SB]":""/.test(JSON.stringify(value));
  expect(fc.sample(attributeValueArbitrary(), 1000).some(empty)).toBe(false);
  expect(fc.sample(attributeValueArbitrary({ emptyStrings: true }), 1000).some(empty)).toBe(true);
});

test('numbers have 38 digits at most, no exponent and no idle zeros', () => {
  fc.assert(
    fc.property(numberArbitrary, (number) => {
      expect(number).toMatch(/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/);
      expect(number.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(38);
    }),
    { numRuns: 1000 },
  );
  expect(fc.sample(numberArbitrary, 1000).some((number) => /^0\.0{100}/.test(number))).toBe(true);
});

test('native values are of every kind', () => {
  const kind = (value: unknown) =>
    value === null ? 'null' : typeof value === 'object' ? value.constructor?.name : typeof value;
  const kinds = new Set(fc.sample(nativeArbitrary(), 1000).map(kind));
  for (const expected of ['string', 'number', 'boolean', 'undefined', 'function', 'null'])
    expect(kinds).toContain(expected);
  for (const expected of ['Buffer', 'Uint8Array', 'Set', 'Array', 'Object']) expect(kinds).toContain(expected);
});
