import { type AttributeValue, itemSize, valueSize } from '../../src';

test.each<[AttributeValue, number]>([
  [{ S: 'é1' }, 3],
  [{ S: '' }, 0],
  [{ N: '0' }, 1],
  [{ N: '27' }, 2],
  [{ N: '-27' }, 3],
  [{ N: '12345678901234567890123456789012345678' }, 20],
  [{ N: '1000000' }, 2],
  [{ N: '0.0001' }, 2],
  [{ B: 'AQID' }, 3],
  [{ BOOL: true }, 1],
  [{ NULL: true }, 1],
  [{ SS: ['a', 'bc'] }, 3],
  [{ NS: ['1', '23'] }, 4],
  [{ BS: ['AQ==', 'AQI='] }, 3],
  [{ L: [] }, 3],
  [{ L: [{ S: 'a' }, { NULL: true }] }, 7],
  [{ M: { ab: { S: 'c' } } }, 7],
])('%j takes %i bytes', (value, bytes) => {
  expect(valueSize(value)).toBe(bytes);
});

test('an item is its names and values', () => {
  expect(itemSize({ id: { S: 'abc' }, ñ: { BOOL: false } })).toBe(2 + 3 + 2 + 1);
});
