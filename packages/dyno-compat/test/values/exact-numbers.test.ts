import { toNative, toWire } from '@dynamodb-migrate/dyno-compat';

const long = '12345678901234567890';

function write(value: unknown) {
  const inexact: string[] = [];
  const wire = toWire(value, { onInexactNumber: (path) => inexact.push(path) }) as any;
  return { wire: wire.M ?? wire, inexact };
}

test('a number that is not touched goes back digit for digit, wherever it stands', () => {
  const item = {
    whole: { N: long },
    fraction: { N: '0.30000000000000000000001' },
    map: { M: { deep: { L: [{ N: '1.2345678901234567890123' }, { N: long }] } } },
  };
  expect(write(toNative(item))).toEqual({ wire: item, inexact: [] });
  const { map } = toNative(item);
  expect(write({ another: map }).wire.another).toEqual(item.map);
});

test('a number that is changed is the new number', () => {
  const native = toNative({ changed: { N: '9007199254740993' } });
  native.changed = 5;
  expect(write(native)).toEqual({ wire: { changed: { N: '5' } }, inexact: [] });
});

test.each<[string, (record: any) => any]>([
  ['spread', (record) => ({ ...record })],
  ['JSON', (record) => JSON.parse(JSON.stringify(record))],
  ['structuredClone', (record) => structuredClone(record)],
])('a copy by %s keeps the digits', (how, copy) => {
  const item = { [`copied by ${how}`]: { N: long }, list: { L: [{ N: '98765432109876543210' }] } };
  expect(write(copy(toNative(item)))).toEqual({ wire: item, inexact: [] });
});

test('a copy of one of two numbers that read alike is told, not guessed, once both were read', () => {
  const first = toNative({ alike: { N: '9007199254740993123' } });
  const second = toNative({ alike: { N: '9007199254740993124' } });
  expect(write({ ...second })).toEqual({ wire: { alike: { N: '9007199254740993124' } }, inexact: [] });
  expect(write({ ...first })).toEqual({ wire: { alike: { N: '9007199254740993000' } }, inexact: ['alike'] });
  expect(write(second)).toEqual({ wire: { alike: { N: '9007199254740993124' } }, inexact: [] });
});

test('an exact number is never taken for a neighbour', () => {
  toNative({ neighbours: { N: '9007199254740993' } });
  const exact = toNative({ neighbours: { N: '9007199254740992' } });
  expect(write(exact).wire).toEqual({ neighbours: { N: '9007199254740992' } });
  expect(write({ ...exact }).wire).toEqual({ neighbours: { N: '9007199254740992' } });
  toNative({ tenth: { N: '0.1000000000000000000001' } });
  expect(write({ tenth: 0.1 }).wire).toEqual({ tenth: { N: '0.1' } });
});

test('a number moved to another name is told with its path', () => {
  const { from } = toNative({ from: { N: '77777777777777777777' } });
  const { wire, inexact } = write({ a: { to: from, list: [from] } });
  expect(wire.a.M.to).toEqual({ N: '77777777777777770000' });
  expect(inexact).toEqual(['a.to', 'a.list[]']);
});

test('large numbers read exactly are not told', () => {
  const item = { large: { N: '100000000000000000000000' } };
  const { wire, inexact } = write(toNative(item));
  expect([Number(wire.large.N), inexact]).toEqual([1e23, []]);
});

describe('number sets', () => {
  const texts = ['9007199254740992', '9007199254740993', '5'];

  test('go back text for text', () => {
    expect(write(toNative({ set: { NS: texts } })).wire).toEqual({ set: { NS: texts } });
  });

  test('keep the digits of what is left and take what is added', () => {
    const native = toNative({ set: { NS: texts } });
    native.set.values.pop();
    native.set.values.unshift(7);
    expect(write(native)).toEqual({ wire: { set: { NS: ['7', texts[0], texts[1]] } }, inexact: [] });
  });

  test('tell when one of several that read alike is gone', () => {
    const native = toNative({ set: { NS: texts } });
    native.set.values.shift();
    expect(write(native)).toEqual({ wire: { set: { NS: ['9007199254740992', '5'] } }, inexact: ['set'] });
  });
});

test('the memory of copies is bounded, oldest first; that of records is not', () => {
  const first = toNative({ first: { N: '11111111111111111111' } });
  const copy = { ...first };
  for (let i = 0; i < 20_001; i++) void toNative({ filler: { N: `${i}.00000000000000000001` } }).filler;
  expect(write(copy).inexact).toEqual(['first']);
  expect(write(first)).toEqual({ wire: { first: { N: '11111111111111111111' } }, inexact: [] });
});
