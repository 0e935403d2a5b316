import { numberArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { canonicalNumber, compareNumbers } from '../../src';

test.each([
  ['1.0', '1'],
  ['015', '15'],
  ['1.50e1', '15'],
  ['-0', '0'],
  ['0.000', '0'],
  ['-.5', '-0.5'],
  ['5.', '5'],
  ['1E-3', '0.001'],
  ['+12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['1e21', '1000000000000000000000'],
  ['NaN', 'NaN'],
  ['', ''],
  ['1e999999999', '1e999999999'],
])('%s is %s', (text, canonical) => {
  expect(canonicalNumber(text)).toBe(canonical);
});

test('numbers as DynamoDB writes them are canonical already', () => {
  fc.assert(fc.property(numberArbitrary, (text) => expect(canonicalNumber(text)).toBe(text === '-0' ? '0' : text)));
});

test('numbers are ordered by value, beyond what a double can tell apart', () => {
  expect(compareNumbers('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
  expect(compareNumbers('-1e-130', '0')).toBeLessThan(0);
  expect(compareNumbers('1.0', '1')).toBe(0);
  const scaled = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(scaled, scaled, ([a, up], [b, over]) => {
      const [x, y] = [a * 10n ** BigInt(up), b * 10n ** BigInt(over)];
      expect(Math.sign(compareNumbers(`${a}e${up}`, `${b}E${over}`))).toBe(x < y ? -1 : Number(x > y));
    }),
  );
});
