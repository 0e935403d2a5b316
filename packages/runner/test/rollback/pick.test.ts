import type { Item } from '@dynamodb-migrate/core';
import { pick } from '../../src/rollback/pick';

const a: Item = { id: { S: 'a' } };
const seven: Item = { id: { N: '7.0' } };
const bytes: Item = { id: { B: 'AAE=' } };
const both: Item = { user: { S: 'a' }, at: { N: '12345678901234567890' } };

test.each<[string, Item, boolean]>([
  ['a', a, true],
  ['b', a, false],
  ['{"id":"a"}', a, true],
  ['{"id":{"S":"a"}}', a, true],
  ['{"id":{"N":"7"}}', a, false],
  ['{"other":"a"}', a, false],
  ['{"id":"a","at":1}', a, false],
  ['7', seven, true],
  ['{"id":7}', seven, true],
  ['{"id":{"N":"07"}}', seven, true],
  ['7', { id: { S: '7' } }, true],
  ['"quoted"', { id: { S: '"quoted"' } }, true],
  ['{"id":"{}"}', { key: { S: '{"id":"{}"}' } }, true],
  ['AAE=', bytes, true],
  ['{"id":{"B":"AAE="}}', bytes, true],
  ['a', both, false],
  ['{"at":{"N":"12345678901234567890"},"user":{"S":"a"}}', both, true],
  ['{"at":"12345678901234567890","user":"a"}', both, true],
  ['{"at":12345678901234567891,"user":"b"}', both, false],
])('%s of %j: %s', (text, key, fits) => {
  const picked = pick([text]);
  expect(picked.fits(key)).toBe(fits);
  expect(picked.missed()).toEqual(fits ? [] : [text]);
});

test('one of several', () => {
  const picked = pick(['a', '{"id":"b"}', 'c']);
  expect([picked.fits(a), picked.fits({ id: { S: 'b' } }), picked.fits({ id: { S: 'z' } })]).toEqual([
    true,
    true,
    false,
  ]);
  expect(picked.missed()).toEqual(['c']);
});
