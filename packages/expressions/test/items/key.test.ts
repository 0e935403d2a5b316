import { keyFromId, keyId, keyOf } from '../../src';

test('the key of an item', () => {
  const item = { at: { N: '1' }, id: { S: 'a' }, other: { BOOL: true } };
  expect(keyOf(item, ['id', 'at'])).toEqual({ id: { S: 'a' }, at: { N: '1' } });
  expect(keyOf(item, ['id', 'missing'])).toBeUndefined();
  expect(keyOf({ a: { S: 'x' } }, ['constructor'])).toBeUndefined();
});

test('one id for each key', () => {
  const id = keyId({ id: { S: 'a' }, at: { N: '1.50' } });
  expect(keyId({ at: { N: '15e-1' }, id: { S: 'a' } })).toBe(id);
  expect(keyFromId(id)).toEqual({ id: { S: 'a' }, at: { N: '1.5' } });
  expect(keyId({ id: { B: 'a' } })).not.toBe(keyId({ id: { S: 'a' } }));
  expect(keyId({ id: { S: 'a","b' } })).not.toBe(keyId({ id: { S: 'a' }, b: { S: '' } }));
});
