import { inspect } from 'node:util';
import type { Item } from '@dynamodb-migrate/core';
import { createDyno, toNative } from '@dynamodb-migrate/dyno-compat';
import { oddItemArbitrary, realDyno } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

test('every type has its native form', () => {
  const item: Item = {
    s: { S: '' },
    n: { N: '-1.5' },
    b: { B: 'AQI=' },
    bool: { BOOL: false },
    nil: { NULL: true },
    l: { L: [{ N: '1' }, { L: [] }, { M: {} }] },
    m: { M: { S: { S: 'named like a type' } } },
  };
  expect(toNative(item)).toStrictEqual({
    s: '',
    n: -1.5,
    b: Buffer.from([1, 2]),
    bool: false,
    nil: null,
    l: [1, [], {}],
    m: { S: 'named like a type' },
  });
});

test('sets look as they always did', () => {
  const { ss, ns, bs } = toNative({ ss: { SS: ['x'] }, ns: { NS: ['1', '2'] }, bs: { BS: ['AQI='] } });
  expect(inspect(ss)).toBe("Set { wrapperName: 'Set', values: [ 'x' ], type: 'String' }");
  expect(ss).not.toBeInstanceOf(Set);
  expect([ns.values, ns.type]).toEqual([[1, 2], 'Number']);
  expect([bs.values, bs.type]).toEqual([[Buffer.from([1, 2])], 'Binary']);
  expect(JSON.stringify({ ss, ns })).toBe('{"ss":["x"],"ns":[1,2]}');
});

test('a set is a copy that scripts may change', () => {
  const item: Item = { ss: { SS: ['x'] } };
  toNative(item).ss.values.push('y');
  expect(item).toEqual({ ss: { SS: ['x'] } });
});

test('an attribute named __proto__ is an attribute like others', () => {
  const native = toNative(JSON.parse('{"__proto__":{"S":"x"}}'));
  expect(Object.entries(native)).toEqual([['__proto__', 'x']]);
  expect(Object.getPrototypeOf(native)).toBe(Object.prototype);
});

const unused = () => {};

test('every name comes and goes as it is, and as the original has it where that keeps it', () => {
  const { serialize, deserialize } = createDyno(() => unused as never);
  const { deserialize: was } = realDyno();
  const untouched = Object.getOwnPropertyNames(Object.prototype);
  fc.assert(
    fc.property(oddItemArbitrary(), (item) => {
      const text = JSON.stringify(item);
      const native = deserialize(text);
      expect(serialize(native)).toBe(text);
      expect(JSON.stringify(toNative(item))).toBe(JSON.stringify(native));
      if (!text.includes('__proto__')) expect(native).toEqual(was(text));
    }),
    { numRuns: 500 },
  );
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(untouched);
});
