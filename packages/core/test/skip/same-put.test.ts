import { type AttributeValue, equalItems, type Item } from '@dynamodb-migrate/core';
import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { isSamePut } from '../../src/skip/same-put';

/** The same item spelled otherwise: other exponents, other orders of sets and members. */
function respelled(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item)
      .reverse()
      .map(([name, value]) => [name, respelledValue(value)]),
  );
}

function respelledValue(value: AttributeValue): AttributeValue {
  if ('N' in value && !/e/i.test(value.N)) return { N: value.N.includes('.') ? `${value.N}0` : `${value.N}.0` };
  if ('SS' in value) return { SS: value.SS.toReversed() };
  if ('NS' in value) return { NS: value.NS.toReversed() };
  if ('BS' in value) return { BS: value.BS.toReversed() };
  if ('L' in value) return { L: value.L.map(respelledValue) };
  return 'M' in value ? { M: respelled(value.M) } : value;
}

test('an item is the same however it is spelled', () => {
  fc.assert(fc.property(itemArbitrary(), (item) => expect(isSamePut(respelled(item), item)).toBe(true)));
});

test('two items are the same only where they are equal', () => {
  fc.assert(
    fc.property(itemArbitrary(), itemArbitrary(), (a, b) => {
      if (isSamePut(a, b)) expect(equalItems(a, b)).toBe(true);
    }),
  );
});

test.each<[string, unknown, AttributeValue]>([
  ['an element twice', { SS: ['a', 'a'] }, { SS: ['a'] }],
  ['a number twice', { NS: ['1', '1.0'] }, { NS: ['1'] }],
  ['elements twice, as many as there are', { SS: ['a', 'a'] }, { SS: ['a', 'b'] }],
  ['two types', { S: 'a', N: '1' }, { S: 'a' }],
  ['no type', {}, { S: 'a' }],
  ['a number that is none', { N: 1 }, { N: '1' }],
  ['a number with a blank', { N: ' 1' }, { N: '1' }],
  ['a text in place of a boolean', { BOOL: 'true' }, { BOOL: true }],
  ['nothing', null, { NULL: true }],
  ['a list in place of a map', { M: [] }, { M: {} }],
])('what DynamoDB would refuse is never the same: %s', (_, value, there) => {
  expect(isSamePut({ a: value as AttributeValue }, { a: there })).toBe(false);
  expect(isSamePut({ a: { L: [value as AttributeValue] } }, { a: { L: [there] } })).toBe(false);
});
