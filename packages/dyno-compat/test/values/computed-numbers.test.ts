import { inspect } from 'node:util';
import { toNative, toWire } from '@dynamodb-migrate/dyno-compat';

const price = '30.39999999999999857891452847979962826';
const count = '3.0000000000000000001';
const large = '9007199254740993';

/** Ways to assign a number that come to the very double that was read. */
const computations: { [name: string]: (number: number) => number } = {
  'Math.round': (number) => Math.round(number * 100) / 100,
  toFixed: (number) => Number(number.toFixed(2)),
  '+x': (number) => +number,
  'x * 1': (number) => number * 1,
  'x || 0': (number) => number || 0,
};

/** Places that a number stands in: the record with it, how a script assigns to it there, and what is then written. */
const places: { [name: string]: [(text: string) => any, (record: any, of: (n: number) => number) => void] } = {
  attribute: [(N) => ({ n: { N } }), (record, of) => (record.n = of(record.n))],
  nested: [(N) => ({ m: { M: { a: { M: { n: { N } } } } } }), ({ m }, of) => (m.a.n = of(m.a.n))],
  list: [(N) => ({ l: { L: [{ S: 'x' }, { N }] } }), ({ l }, of) => (l[1] = of(l[1]))],
  'list in a map': [(N) => ({ m: { M: { l: { L: [{ N }] } } } }), ({ m }, of) => (m.l[0] = of(m.l[0]))],
  set: [(N) => ({ s: { NS: ['7', N] } }), ({ s }, of) => (s.values[1] = of(s.values[1]))],
};

const cases = Object.keys(places).flatMap((place) =>
  Object.keys(computations).flatMap((by) => [price, count, large].map((text) => [place, by, text] as const)),
);

test.each(cases)('in a place (%s) a number computed by %s is written as computed: %s', (place, by, text) => {
  const [item, assign] = places[place]!;
  const told: string[] = [];
  const record = toNative(item(text));
  assign(record, computations[by]!);
  const hooks = { onInexactNumber: (path: string) => told.push(path), onKeptDigits: (path: string) => told.push(path) };
  const { M } = toWire(record, hooks) as any;
  expect(M).toEqual(item(String(Number(text))));
  // A long number may as well be the one that was read, as in `n = n || 0`.
  expect(told).toHaveLength(text === large ? 1 : 0);
});

test.each(Object.keys(places))('in a place (%s) a number that is only read, and other numbers, stay', (place) => {
  const [item] = places[place]!;
  const record = toNative(item(price));
  JSON.stringify(record);
  record.other = 1;
  expect((toWire(record) as any).M).toEqual({ ...item(price), other: { N: '1' } });
});

test('short numbers computed into a new list are written as computed, and told as maybe rounded', () => {
  const told: string[] = [];
  const record = toNative({ prices: { L: [{ N: price }, { N: '2' }] } });
  record.prices = record.prices.map((number: number) => Math.round(number * 100) / 100);
  expect(toWire(record, { onInexactNumber: (path) => told.push(path) })).toEqual({
    M: { prices: { L: [{ N: '30.4' }, { N: '2' }] } },
  });
  expect(told).toEqual(['prices[]']);
});

test('a copy that may have been computed keeps its digits, and that is told', () => {
  const text = '12.345678901234567890123';
  const kept: string[] = [];
  const record = toNative({ long: { N: text } });
  const copy = { ...record, long: +record.long };
  expect(toWire(copy, { onKeptDigits: (path) => kept.push(path) })).toEqual({ M: { long: { N: text } } });
  expect(kept).toEqual(['long']);
});

describe('lists that are put into another order keep the digits of each number', () => {
  const texts = ['5.0000000000000000001', '1.0000000000000000001', '3'];
  const list = () => toNative({ l: { L: texts.map((N) => ({ N })) } }).l;
  const written = (value: unknown) => (toWire(value) as any).L.map(({ N }: any) => N);

  test.each<[string, (l: number[]) => unknown, string[]]>([
    ['sort', (l) => l.sort(), [texts[1]!, '3', texts[0]!]],
    ['reverse', (l) => l.reverse(), ['3', texts[1]!, texts[0]!]],
    ['splice', (l) => l.splice(0, 1, 9, 8), ['9', '8', texts[1]!, '3']],
    ['shift', (l) => l.shift(), [texts[1]!, '3']],
    ['unshift', (l) => l.unshift(7), ['7', ...texts]],
    ['push', (l) => l.push(7), [...texts, '7']],
    ['copyWithin', (l) => l.copyWithin(0, 1), [texts[1]!, '3', '3']],
  ])('%s', (_, change, expected) => {
    const changed = list();
    change(changed);
    expect(written(changed)).toEqual(expected);
  });
});

describe('a record with such numbers looks like any other', () => {
  const item = { id: { S: 'a' }, price: { N: price }, list: { L: [{ N: count }] }, set: { NS: [large] } };
  const plain = { id: 'a', price: 30.4, list: [3], set: { wrapperName: 'Set', values: [2 ** 53], type: 'Number' } };

  test('to inspection, comparison, JSON and copies', () => {
    const record = toNative(item);
    expect(inspect({ ...record, set: undefined })).toBe(inspect({ ...plain, set: undefined }));
    expect(inspect(record)).toContain('price: 30.4, list: [ 3 ]'.replace(', list', ',\n  list'));
    expect(Object.keys(record)).toEqual(Object.keys(plain));
    expect(JSON.parse(JSON.stringify(record))).toEqual({ ...plain, set: [2 ** 53] });
    expect(structuredClone({ ...record, set: 0 })).toEqual({ ...plain, set: 0 });
    expect(Object.getOwnPropertyDescriptor({ ...record }, 'price')).toMatchObject({ value: 30.4, writable: true });
  });

  test('to assignment, deletion and freezing', () => {
    const record = toNative(item);
    record.price = 'none';
    delete record.list;
    expect((toWire(record) as any).M).toEqual({ id: { S: 'a' }, price: { S: 'none' }, set: { NS: [large] } });
    const frozen: any = Object.freeze(toNative(item));
    expect(() => (frozen.price = 1)).toThrow(TypeError);
    expect((toWire(frozen) as any).M.price).toEqual({ N: price });
  });

  test('to a redefinition', () => {
    const record = toNative(item);
    Object.defineProperty(record, 'price', { value: 30.4, enumerable: true });
    expect((toWire(record) as any).M.price).toEqual({ N: '30.4' });
  });
});
