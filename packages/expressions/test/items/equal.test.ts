import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { type AttributeValue, equalItems, equalValues } from '../../src';

test.each<[AttributeValue | undefined, AttributeValue | undefined, boolean]>([
  [{ N: '1.0' }, { N: '1' }, true],
  [{ N: '12345678901234567890' }, { N: '12345678901234567891' }, false],
  [{ S: '1' }, { N: '1' }, false],
  [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }, true],
  [{ SS: ['a', 'b'] }, { SS: ['a'] }, false],
  [{ NS: ['1', '2.50'] }, { NS: ['2.5', '1.0'] }, true],
  [{ L: [{ N: '1' }, { N: '2' }] }, { L: [{ N: '2' }, { N: '1' }] }, false],
  [{ M: { a: { N: '1' }, b: { NULL: true } } }, { M: { b: { NULL: true }, a: { N: '1e0' } } }, true],
  [{ M: { a: { N: '1' } } }, { M: { b: { N: '1' } } }, false],
  [{ M: { constructor: { N: '1' } } }, { M: { a: { N: '1' } } }, false],
  [{ BOOL: true }, { BOOL: false }, false],
  [undefined, undefined, true],
  [undefined, { S: '' }, false],
])('%j and %j: %s', (a, b, equal) => {
  expect(equalValues(a, b)).toBe(equal);
  expect(equalValues(b, a)).toBe(equal);
});

test('an item equals its copy, whatever the order of its attributes', () => {
  fc.assert(
    fc.property(itemArbitrary(), (item) => {
      const reversed = Object.fromEntries(Object.entries(structuredClone(item)).reverse());
      expect(equalItems(item, reversed)).toBe(true);
      expect(equalItems(item, { ...reversed, 'one more': { NULL: true } })).toBe(false);
    }),
  );
});
