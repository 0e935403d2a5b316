import { toNative, toWire } from '@dynamodb-migrate/dyno-compat';
import { itemArbitrary, normalise } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

test('any item that is read and written back is what it was', () => {
  fc.assert(
    fc.property(itemArbitrary({ emptyStrings: true }), (item) => {
      expect(normalise((toWire(toNative(item)) as any).M)).toEqual(normalise(item));
    }),
  );
});

test.each<[string, unknown, unknown]>([
  ['a number beyond 2^53', 1e21, { N: '1e+21' }],
  ['minus zero', -0, { N: '0' }],
  ['NaN, which the service refuses', Number.NaN, { N: 'NaN' }],
  ['a BigInt', 12345678901234567890n, { N: '12345678901234567890' }],
  ['a boxed number', Object(7), { N: '7' }],
  ['a wrapped number of the SDK', { wrapperName: 'NumberValue', toString: () => '1.50' }, { N: '1.50' }],
  ['an ArrayBuffer', new Uint8Array([1, 2]).buffer, { B: 'AQI=' }],
  ['a view of part of a buffer', new Uint8Array([0, 1, 2, 3]).subarray(1, 3), { B: 'AQI=' }],
  ['a Float64Array', new Float64Array([1.5]), { B: Buffer.from(new Float64Array([1.5]).buffer).toString('base64') }],
  ['undefined', undefined, undefined],
  ['a function', () => {}, undefined],
  ['an array with undefined elements', [1, undefined, 2], { L: [{ N: '1' }, { N: '2' }] }],
  ['an object without a prototype', Object.assign(Object.create(null), { a: null }), { M: { a: { NULL: true } } }],
  ['an object with a key named constructor', { constructor: 'x' }, { M: { constructor: { S: 'x' } } }],
  ['inherited members', Object.create({ a: 1 }), { M: { a: { N: '1' } } }],
  ['a set by its shape', { wrapperName: 'Set', type: 'String', values: ['q'] }, { SS: ['q'] }],
  ['an emptied set, which the service refuses', { wrapperName: 'Set', type: 'Number', values: [] }, { NS: [] }],
  ['an ES6 set', new Set([1, 2n]), { NS: ['1', '2'] }],
])('%s', (_name, value, wire) => {
  expect(toWire(value)).toEqual(wire);
});

test('a key named __proto__ is written', () => {
  expect(JSON.stringify(toWire(JSON.parse('{"__proto__":1}')))).toBe('{"M":{"__proto__":{"N":"1"}}}');
});

const circular: { self?: unknown; again?: unknown } = {};
circular.self = circular;
circular.again = circular;

test.each<[string, unknown, RegExp]>([
  ['a Date', { a: [new Date(0)] }, /^Expected value\.M\['a'\]\.L\[0\] to be .*Date.*toISOString/],
  ['a Map', new Map(), /Object\.fromEntries/],
  ['a RegExp', /x/, /source/],
  ['an Error', new TypeError('x'), /message/],
  ['a Promise', Promise.resolve(1), /await/],
  ['a symbol', Symbol('x'), /description/],
  ['a stream', process.stdin, /stream/],
  ['a boxed string', Object('x'), /value\.S to be a string/],
  [
    'a set with a member of another type',
    { wrapperName: 'Set', type: 'String', values: ['a', 5] },
    /\.SS\[1\] to be a string/,
  ],
  ['a set without values', { wrapperName: 'Set', type: 'String' }, /\.values to be an Array/],
  ['a number set with null', { wrapperName: 'Set', type: 'Number', values: [null] }, /\.NS\[0\] to be a number/],
  ['an empty ES6 set', new Set(), /no empty sets/],
  ['a mixed ES6 set', new Set(['a', 1]), /a set of strings, of numbers or of buffers/],
  ['a value that holds itself', circular, /no reference to itself/],
])('%s is refused', (_name, value, message) => {
  expect(() => toWire(value)).toThrow(
    expect.objectContaining({ code: 'InvalidParameterType', message: expect.stringMatching(message) }),
  );
});

test('everything wrong is told at once', () => {
  const write = () => toWire({ a: new Date(0), b: { c: new Map() } });
  expect(write).toThrow(
    expect.objectContaining({ code: 'MultipleValidationErrors', errors: [expect.any(Error), expect.any(Error)] }),
  );
});
