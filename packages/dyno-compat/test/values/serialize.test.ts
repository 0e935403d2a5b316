import { createDyno } from '@dynamodb-migrate/dyno-compat';
import { itemArbitrary, normalise } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

const { serialize, deserialize } = createDyno(() => async () => ({}));

test('a line of wire JSON survives both ways', () => {
  fc.assert(
    fc.property(itemArbitrary(), (item) => {
      expect(normalise(JSON.parse(serialize(deserialize(JSON.stringify(item)))))).toEqual(normalise(item));
    }),
  );
});

test('undefined attributes are left out', () => {
  expect(serialize({ a: undefined, b: [1, undefined] })).toBe('{"b":{"L":[{"N":"1"}]}}');
});

test('binaries are base64', () => {
  expect(serialize({ b: new Uint8Array([1, 2]) })).toBe('{"b":{"B":"AQI="}}');
});

test('a Buffer is read as text', () => {
  expect(deserialize(Buffer.from('\uFEFF{"id":{"S":"a"}}'))).toEqual({ id: 'a' });
});

test.each([
  ['{"id":"plain"}', 'Attribute id is not'],
  ['{"Item":{"id":{"S":"a"}}}', 'Attribute Item is not'],
  ['{"n":{"N":"abc"}}', 'Attribute n is not'],
  ['{"m":{"M":{"l":{"L":[{"S":"a"},null]}}}}', 'Attribute m.l[1] is not'],
  ['{"s":{"S":1}}', 'Attribute s is not'],
  ['{"b":{"B":"!!"}}', 'Attribute b is not'],
  ['{"two":{"S":"a","N":"1"}}', 'Attribute two is not'],
  ['[]', 'The record is not'],
  ['null', 'The record is not'],
])('%s is refused', (text, message) => {
  expect(() => deserialize(text)).toThrow(
    expect.objectContaining({ code: 'NOT_WIRE_FORM', message: expect.stringContaining(message) }),
  );
});

test('an empty set is refused as ever', () => {
  expect(() => deserialize('{"s":{"SS":[]}}')).toThrow(expect.objectContaining({ code: 'InvalidSetType' }));
});
