import type { AttributeValue, Item } from '@dynamodb-migrate/core';
import { attributeValueArbitrary, itemArbitrary, nativeArbitrary, normalise, seed } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { differential, type Side } from './harness/differential';
import { outcome, result, settled } from './harness/outcome';
import { portray } from './harness/portray';

const id = { S: 'a' };
const runs = { numRuns: 60, interruptAfterTimeLimit: 15_000 };

/** What native values become, or how they are refused: one test each. */
const values: { [name: string]: (dyno: any) => unknown } = {
  numbers: () => [0, -0, 1.5, 1e21, 1e-7, 123456789012345680000, Number.MAX_SAFE_INTEGER, 0.1 + 0.2],
  'a number that is none': () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  'a number too great': () => 1e308,
  'booleans and null': () => [true, false, null],
  'undefined and functions in a map': () => ({ kept: 1, gone: undefined, too: () => {} }),
  'undefined and functions in a list': () => [1, undefined, 2, () => {}, 3],
  'an empty list and an empty map': () => [[], {}, [[]], [{}]],
  'an empty string': () => '',
  'an empty buffer': () => Buffer.alloc(0),
  unicode: () => ['é', '🦆', '\u0000', '\u{10ffff}'],
  'a buffer': () => Buffer.from([0, 255, 128]),
  'typed arrays': () => [
    new Uint8Array([1, 2]),
    new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
    new Uint8ClampedArray([3]),
  ],
  'an ArrayBuffer': () => new Uint8Array([1, 2]).buffer,
  'boxed numbers': () => Object(7),
  'boxed strings': () => Object('x'),
  'boxed booleans': () => Object(true),
  'instances of classes': () =>
    new (class Duck extends class Bird {
      wings = 2;
    } {
      legs = 2;
      fly() {}
    })(),
  'inherited properties': () => Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }),
  'toJSON, ignored': () => ({ a: 1, toJSON: () => ({ b: 2 }) }),
  'objects without a prototype': () => Object.assign(Object.create(null), { a: 1 }),
  'a key named constructor': () => ({ constructor: 1, hasOwnProperty: 2, wrapperName: 'Other' }),
  sets: (Dyno) => [Dyno.createSet(['b', 'a']), Dyno.createSet([2, 1]), Dyno.createSet([Buffer.from('x')])],
  'a set in a list in a map': (Dyno) => ({ list: [{ set: Dyno.createSet([1]) }] }),
  'a plain object in the shape of a set': () => ({ wrapperName: 'Set', type: 'String', values: ['q'] }),
  'a copy of a set': (Dyno) => Object.assign({}, Dyno.createSet([1, 2])),
  'a set that was added to': (Dyno) => {
    const set = Dyno.createSet(['a']);
    set.values.push('b');
    return set;
  },
  'a set of numbers as text': () => ({ wrapperName: 'Set', type: 'Number', values: ['1', 2, '12345678901234567890'] }),
  'a set of strings with a number': () => ({ wrapperName: 'Set', type: 'String', values: ['1', 2] }),
  'a set with duplicates': (Dyno) => Dyno.createSet(['a', 'a']),
  'a set that was emptied': (Dyno) => {
    const set = Dyno.createSet(['a']);
    set.values.pop();
    return set;
  },
};

differential('values', {}, ({ same, engine, old, ours }) => {
  describe('in', () => {
    for (const [name, make] of Object.entries(values)) {
      same(name, ({ dyno, Dyno }) => outcome((done) => dyno.putItem({ Item: { id: 'a', value: make(Dyno) } }, done)));
    }
    same('undefined at the top, and expressions', async ({ dyno, Dyno }) => [
      await settled(dyno.putItemAsync({ Item: { id: 'a', gone: undefined, too: () => {} } })),
      await settled(
        dyno.updateItemAsync({
          Key: { id: 'a' },
          UpdateExpression: 'SET #m = :m, #l = :l, #s = :s',
          ExpressionAttributeNames: { '#m': 'm', '#l': 'l', '#s': 's' },
          ExpressionAttributeValues: { ':m': {}, ':l': [1, undefined], ':s': Dyno.createSet([Buffer.from('x')]) },
        }),
      ),
    ]);
    same("a set made by the other's createSet", ({ dyno, Dyno }) => {
      const other = Dyno === ours.Dyno ? old.Dyno : ours.Dyno;
      return settled(dyno.putItemAsync({ Item: { id: 'a', set: other.createSet(['x', 'y']) } }));
    });
    same('a circular object', ({ dyno }) => {
      const circle: any = {};
      circle.self = circle;
      return outcome((done) => dyno.putItem({ Item: { id: 'a', circle } }, done)).then(
        ({ args, synchronous, threw }) => [(args?.[0] as any)?.name !== undefined, args?.length, synchronous, threw],
      );
    });
  });

  describe('out', () => {
    const stored: Item = {
      id,
      text: { S: 'x' },
      numbers: {
        L: [{ N: '12345678901234567890' }, { N: '1.2345678901234567890123' }, { N: '-0.5' }, { N: '1000000' }],
      },
      binary: { B: 'AP+A' },
      flags: { L: [{ BOOL: true }, { BOOL: false }, { NULL: true }] },
      map: { M: { deep: { M: { deeper: { L: [] } } } } },
      strings: { SS: ['a', 'b'] },
      ints: { NS: ['1', '2.5'] },
      bytes: { BS: ['YQ==', 'Yg=='] },
    };
    same('native values of each type', ({ dyno }) => dyno.getItemAsync({ Key: { id: 'a' } }), [stored]);
    same(
      'what a set object is',
      async ({ dyno }) => {
        const { Item } = await dyno.getItemAsync({ Key: { id: 'a' } });
        return [Item.strings, Item.ints, Item.bytes].map((set: any) => [
          Object.keys(set),
          set.constructor.name,
          set instanceof Set,
          set.wrapperName,
          set.type,
          set.values.length,
          set.size,
          set.has,
          set.length,
          typeof set[Symbol.iterator],
          JSON.stringify(set),
          require('node:util').inspect(set),
          Object.getOwnPropertyNames(Object.getPrototypeOf(set)).sort(),
        ]);
      },
      [stored],
    );
    same(
      'what comes back goes in again, whole, as a copy and in parts',
      async ({ dyno }) => {
        const { Item } = await dyno.getItemAsync({ Key: { id: 'a' } });
        const { numbers, ...exact } = Item;
        await dyno.putItemAsync({ Item: { ...exact, id: 'copy', ratio: numbers[2] } });
        await dyno.putItemAsync({ Item: { id: 'parts', list: [Item.map, Item.strings, Item.binary, Item.bytes] } });
      },
      [stored],
    );
    same(
      'every way of reading gives the same values',
      async ({ dyno, table }) => [
        await dyno.scanAsync({}),
        await dyno.scanAsync({ Pages: 1 }),
        await dyno.queryAsync({ KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'a' } }),
        await dyno.batchGetItemAsync({ RequestItems: { [table]: { Keys: [{ id: 'a' }] } } }),
        await dyno.updateItemAsync({
          Key: { id: 'a' },
          UpdateExpression: 'SET n = :n',
          ExpressionAttributeValues: { ':n': 1 },
          ReturnValues: 'ALL_OLD',
        }),
        await dyno.deleteItemAsync({ Key: { id: 'a' }, ReturnValues: 'ALL_OLD' }),
      ],
      [stored],
    );
  });

  describe('createSet', () => {
    const lists = {
      strings: ['a', 'b'],
      numbers: [1, 2],
      buffers: [Buffer.from('a')],
      'a string': 'a',
      'a number': 5,
      'a buffer': Buffer.from('a'),
      'typed arrays': [new Uint8Array([1])],
      mixed: ['a', 1],
      nothing: undefined,
      'an empty list': [],
      null: [null],
      booleans: [true],
      objects: [{}],
      'an ES6 set': new Set(['a']),
    };
    for (const [name, list] of Object.entries(lists))
      same(`of ${name}`, ({ Dyno }) => result(() => Dyno.createSet(list)));
    same('ignores a second argument', ({ Dyno }) => result(() => Dyno.createSet(['a'], 'N')));
  });

  describe('generated', () => {
    const options = () => ({ emptyStrings: engine.emptyStrings });
    let serial = 0;

    async function stored(side: Side, key: string): Promise<Item> {
      const { Item } = await engine.send('GetItem', { TableName: side.table, Key: { id: { S: key } } });
      return Item && normalise(Item);
    }

    test('a native value is stored as the same wire value, or refused alike', () =>
      fc.assert(
        fc.asyncProperty(nativeArbitrary(options()), async (value) => {
          const key = `native-${serial++}`;
          const [expected, seen] = await Promise.all(
            [old, ours].map(async (side) => {
              const put = await settled(side.dyno.putItemAsync({ Item: { id: key, value } }));
              return [portray(put), await stored(side, key)];
            }),
          );
          expect(seen).toEqual(expected);
        }),
        runs,
      ));

    test('a wire item is read as the same native value', () =>
      fc.assert(
        fc.asyncProperty(attributeValueArbitrary(options()), async (value) => {
          const key = `wire-${serial++}`;
          const [expected, seen] = await Promise.all(
            [old, ours].map(async (side) => {
              await seed(engine, side.table, [{ id: { S: key }, value }]);
              return portray(await side.dyno.getItemAsync({ Key: { id: key } }));
            }),
          );
          expect(seen).toEqual(expected);
        }),
        runs,
      ));

    const putBack = (items: fc.Arbitrary<Item>, change: (record: any) => any) =>
      fc.assert(
        fc.asyncProperty(items, async (item) => {
          await seed(engine, ours.table, [item]);
          const before = await stored(ours, 'a');
          const { Item } = await ours.dyno.getItemAsync({ Key: { id: 'a' } });
          await ours.dyno.putItemAsync({ Item: change(Item) });
          expect(await stored(ours, 'a')).toEqual(before);
        }),
        runs,
      );
    const items = () => itemArbitrary({ ...options(), key: { id: fc.constant(id) } });
    // Read as 10, a 9.99… of 38 digits cannot be told in a copy from a 10 that the script put there.
    const readsShort = (value: AttributeValue) =>
      'N' in value && value.N.length > 15 && String(Number(value.N)).length < 16 && Math.abs(Number(value.N)) < 2 ** 53;

    test('ours puts back the record itself digit for digit', () => putBack(items(), (record) => record));
    test('ours puts back a copy digit for digit', () =>
      putBack(
        items().filter((item) => !Object.values(item).some(readsShort)),
        (record) => ({ ...record }),
      ));

    test('ours puts back scanned records, nested parts included, digit for digit', () =>
      fc.assert(
        fc.asyncProperty(attributeValueArbitrary(options()), async (value) => {
          await seed(engine, ours.table, [{ id: { S: 'part' }, value: { L: [{ M: { inner: value } }] } }]);
          const before = (await stored(ours, 'part'))!.value;
          const { Items } = await ours.dyno.queryAsync({
            KeyConditionExpression: 'id = :id',
            ExpressionAttributeValues: { ':id': 'part' },
          });
          await ours.dyno.updateItemAsync({
            Key: { id: 'whole' },
            UpdateExpression: 'SET #v = :v, #i = :i',
            ExpressionAttributeNames: { '#v': 'value', '#i': 'inner' },
            ExpressionAttributeValues: { ':v': Items[0].value, ':i': Items[0].value[0] },
          });
          expect(await stored(ours, 'whole')).toEqual({
            id: { S: 'whole' },
            value: before,
            inner: (before as any).L[0],
          });
        }),
        runs,
      ));
  });
});
