import type { Item } from '@dynamodb-migrate/core';
import { answerWith, clear, createTable, dump, normalise, seed, serviceError } from '@dynamodb-migrate/test-tools';
import { differential, type Side } from './harness/differential';
import { outcome, result } from './harness/outcome';

const Key = { id: 'a' };

/** What ours does otherwise on purpose, next to what the original does. */
// On engines of its own, since it makes a table that is called undefined.
differential('differences', { own: true }, ({ engine, old, ours }) => {
  beforeEach(async () => {
    await clear(engine, old.table);
    await clear(engine, ours.table);
  });

  const stored = async (side: Side) => (await dump(engine, side.table)).map(normalise);
  const put = async (side: Side, value: unknown) => {
    const { args } = await outcome((done) => side.dyno.putItem({ Item: { id: 'a', value } }, done));
    const [item] = await stored(side);
    return { error: args![0] as any, value: item?.value };
  };

  describe('numbers that JavaScript cannot hold', () => {
    const item: Item = {
      id: { S: 'a' },
      n: { N: '12345678901234567890' },
      deep: { L: [{ N: '1.2345678901234567890123' }] },
    };
    const rewrite = async (side: Side) => {
      await seed(engine, side.table, [item]);
      const { Item } = await side.dyno.getItemAsync({ Key });
      await side.dyno.putItemAsync({ Item: { ...Item, touched: true } });
      return stored(side);
    };

    test('read alike, and are written back digit for digit', async () => {
      expect(await rewrite(old)).toEqual([
        {
          id: { S: 'a' },
          n: { N: '12345678901234567000' },
          deep: { L: [{ N: '1.2345678901234567' }] },
          touched: { BOOL: true },
        },
      ]);
      expect(await rewrite(ours)).toEqual([{ ...item, touched: { BOOL: true } }]);
    });

    test('stay apart in a set', async () => {
      const set: Item = { id: { S: 'a' }, set: { NS: ['9007199254740992', '9007199254740993'] } };
      const attempt = async (side: Side) => {
        await seed(engine, side.table, [set]);
        const { Item } = await side.dyno.getItemAsync({ Key });
        const { args } = await outcome((done) => side.dyno.putItem({ Item: { ...Item, id: 'copy' } }, done));
        return [Item.set.values, (args![0] as any)?.code, (await stored(side)).find(({ id }: any) => id.S === 'copy')];
      };
      expect(await attempt(old)).toEqual([[9007199254740992, 9007199254740992], 'ValidationException', undefined]);
      expect(await attempt(ours)).toEqual([
        [9007199254740992, 9007199254740992],
        undefined,
        { ...set, id: { S: 'copy' } },
      ]);
    });

    test('give way to what a script computes from them', async () => {
      await seed(engine, ours.table, [item]);
      const { Item } = await ours.dyno.getItemAsync({ Key });
      await ours.dyno.putItemAsync({ Item: { ...Item, n: Item.n / 2 } });
      expect((await stored(ours))[0]!.n).toEqual({ N: String(Number('12345678901234567890') / 2) });
    });

    test('can be written as BigInt', async () => {
      expect(await put(old, 12345678901234567890n)).toEqual({ error: null, value: { M: {} } });
      expect(await put(ours, 12345678901234567890n)).toEqual({ error: null, value: { N: '12345678901234567890' } });
    });
  });

  describe('values', () => {
    const lost: { [name: string]: unknown } = {
      'a Date': new Date(0),
      'a Map': new Map([['a', 1]]),
      'a RegExp': /a/,
      'an Error': new RangeError('mine'),
      'a Symbol': Symbol('a'),
    };
    for (const [name, value] of Object.entries(lost)) {
      test(`${name} is refused instead of lost`, async () => {
        expect(await put(old, value)).toEqual({ error: null, value: { M: {} } });
        const { error, value: written } = await put(ours, value);
        expect(error).toMatchObject({ name: 'InvalidParameterType', code: 'InvalidParameterType' });
        expect(error.message).toContain("params.Item['value']");
        expect(written).toBeUndefined();
      });
    }

    test.each([
      [['a', 'b'], { SS: ['a', 'b'] }],
      [[1, 2], { NS: ['1', '2'] }],
      [[Buffer.from('a')], { BS: ['YQ=='] }],
    ])('an ES6 set of %j is a set', async (members, wire) => {
      expect((await put(old, new Set<unknown>(members))).error.code).toBe('ValidationException');
      expect(await put(ours, new Set<unknown>(members))).toEqual({ error: null, value: wire });
    });

    test('a set of BigInts is a set of numbers', async () => {
      expect(() => old.Dyno.createSet([1n])).toThrow(expect.objectContaining({ code: 'InvalidSetType' }));
      const set = ours.Dyno.createSet([1n, 12345678901234567890n]);
      expect(await put(ours, set)).toEqual({ error: null, value: { NS: ['1', '12345678901234567890'] } });
    });

    test('a circular object is one error instead of hundreds', async () => {
      const circle: any = {};
      circle.self = circle;
      expect((await put(old, circle)).error.code).toBe('MultipleValidationErrors');
      expect((await put(ours, circle)).error.code).toBe('InvalidParameterType');
    });

    test('an empty ES6 set is refused', async () => {
      expect((await put(ours, new Set())).error.code).toBe('InvalidParameterType');
    });

    test('a key named __proto__ is kept, both ways', async () => {
      const value = JSON.parse('{"__proto__":1,"b":2}');
      const sent = async ({ through }: Side) => {
        const { dyno, requests } = through();
        await dyno.putItemAsync({ Item: { id: 'a', value } });
        return Object.keys((requests()[0] as any).body.Item.value.M);
      };
      const read = async ({ through }: Side) => {
        const Item = JSON.parse('{"value":{"M":{"__proto__":{"N":"1"},"b":{"N":"2"}}}}');
        const { dyno } = through([answerWith(() => ({ Item }))]);
        return Object.entries((await dyno.getItemAsync({ Key })).Item.value);
      };
      expect([await sent(old), await read(old)]).toEqual([['b'], expect.not.arrayContaining([['__proto__', 1]])]);
      expect([await sent(ours), await read(ours)]).toEqual([
        ['__proto__', 'b'],
        [
          ['__proto__', 1],
          ['b', 2],
        ],
      ]);
    });

    test.each([new Float64Array([1.5]), new Uint16Array([258]), new DataView(new Uint8Array([1, 2]).buffer)])(
      'the bytes of %p are those in memory',
      async (view) => {
        const B = Buffer.from(view.buffer).toString('base64');
        expect((await put(old, view)).value).not.toEqual({ B });
        expect((await put(ours, view)).value).toEqual({ B });
      },
    );

    test('serialize writes a Uint8Array as a binary', () => {
      const record = { b: new Uint8Array([1, 2]) };
      expect(JSON.parse(old.Dyno.serialize(record))).toEqual({ b: { B: { 0: 1, 1: 2 } } });
      expect(JSON.parse(ours.Dyno.serialize(record))).toEqual({ b: { B: 'AQI=' } });
    });
  });

  describe('wire text', () => {
    test('a number that is none is refused', () => {
      expect(old.Dyno.deserialize('{"n":{"N":"abc"}}')).toEqual({ n: Number.NaN });
      expect(() => ours.Dyno.deserialize('{"n":{"N":"abc"}}')).toThrow(/"N":"abc"/);
    });

    test.each(['{"id":"plain"}', '{"Item":{"id":{"S":"a"}}}'])('%s is refused instead of read as undefined', (text) => {
      expect(Object.values(old.Dyno.deserialize(text))).toEqual([undefined]);
      expect(() => ours.Dyno.deserialize(text)).toThrow(/wire form/);
    });

    test('a byte order mark is skipped', () => {
      const text = '\ufeff{"id":{"S":"a"}}';
      expect(() => old.Dyno.deserialize(text)).toThrow();
      expect(ours.Dyno.deserialize(text)).toEqual({ id: 'a' });
    });
  });

  test('costLogger leaves the params it was given alone', () => {
    const after = ({ client }: Side) => {
      const params = { Key };
      client({ costLogger: () => {} }).getItem(params);
      return params;
    };
    expect(after(old)).toEqual({ Key, ReturnConsumedCapacity: 'INDEXES' });
    expect(after(ours)).toEqual({ Key });
  });

  describe('batches', () => {
    const puts = (count: number) => Array.from({ length: count }, (_, i) => ({ PutRequest: { Item: { id: `${i}` } } }));
    const refused = serviceError('ValidationException');
    const untouched = answerWith(({ RequestItems }) => ({ UnprocessedItems: RequestItems }));

    for (const method of ['batchGetItemRequests', 'batchGetAll']) {
      test(`${method} keeps ConsistentRead and ProjectionExpression`, () => {
        const request = (side: Side) => {
          const names = { '#i': 'id' };
          const asked = {
            Keys: [Key],
            ConsistentRead: true,
            ProjectionExpression: '#i',
            ExpressionAttributeNames: names,
          };
          const [first] = side.dyno[method]({ RequestItems: { t: asked } });
          return first.params.RequestItems.t;
        };
        expect(request(old)).toEqual({ Keys: [Key] });
        expect(request(ours)).toEqual({
          Keys: [Key],
          ConsistentRead: true,
          ProjectionExpression: '#i',
          ExpressionAttributeNames: { '#i': 'id' },
        });
      });
    }

    test('batchWriteItemRequests drops undefined attributes as putItem does', async () => {
      const make = ({ dyno, table }: Side) =>
        dyno.batchWriteItemRequests({
          RequestItems: { [table]: [{ PutRequest: { Item: { id: 'a', gone: undefined } } }] },
        });
      expect(() => make(old)).toThrow('Cannot convert undefined or null to object');
      await outcome((done) => make(ours).sendAll(done));
      expect(await stored(ours)).toEqual([{ id: { S: 'a' } }]);
    });

    test('batchWriteAll makes an error of what was never written', async () => {
      const write = ({ through, table }: Side) => {
        const { dyno } = through(() => untouched);
        return outcome((done) => dyno.batchWriteAll({ RequestItems: { [table]: puts(2) } }, 1).sendAll(done));
      };
      const [, left] = (await write(old)).args as any;
      expect((await write(old)).args![0]).toBeUndefined();
      expect(left.UnprocessedItems[old.table]).toHaveLength(2);
      const [error, data] = (await write(ours)).args as any;
      expect(error).toBeInstanceOf(Error);
      expect(data.UnprocessedItems[ours.table]).toEqual(puts(2));
    });

    test('batchWriteAll lists what a failed batch did not write', async () => {
      const write = ({ through, table }: Side) => {
        const { dyno } = through([refused]);
        return outcome((done) => dyno.batchWriteAll({ RequestItems: { [table]: puts(30) } }).sendAll(done));
      };
      const before = (await write(old)).args as any;
      expect([before[0].code, before[1]?.UnprocessedItems]).toEqual(['ValidationException', {}]);
      const [error, data] = (await write(ours)).args as any;
      expect(error.code).toBe('ValidationException');
      expect(data.UnprocessedItems[ours.table]).toEqual(puts(25));
      expect(await stored(ours)).toHaveLength(5);
    });

    test('putStream waits longer and longer before it sends unprocessed items again', async () => {
      const sent = async ({ through }: Side) => {
        const until = Date.now() + 200;
        const { dyno, requests } = through(() => (Date.now() < until ? untouched : undefined));
        const stream = dyno.putStream();
        stream.write({ id: 'a' });
        await new Promise((resolve) => stream.on('finish', resolve).end());
        return requests().length;
      };
      const [often, seldom] = [await sent(old), await sent(ours)];
      expect(seldom).toBeLessThan(8);
      expect(often).toBeGreaterThan(seldom);
      expect(await stored(ours)).toHaveLength(1);
    });

    test('putStream ends with end(item)', async () => {
      const finished = (side: Side) => {
        const stream = side.dyno.putStream();
        stream.write({ id: 'a' });
        return outcome((done) => {
          stream.on('finish', done);
          stream.end({ id: 'b' });
        }, 300);
      };
      expect(await finished(old)).toMatchObject({ calls: 0 });
      expect(await stored(old)).toEqual([]);
      expect(await finished(ours)).toMatchObject({ calls: 1 });
      expect(await stored(ours)).toEqual([{ id: { S: 'a' } }, { id: { S: 'b' } }]);
    });
  });

  describe('callbacks that never came', () => {
    test('abort() right after send()', async () => {
      const aborted = (side: Side) =>
        outcome((done) => {
          const request = side.dyno.getItem({ Key });
          request.send(done);
          request.abort();
        }, 200);
      expect(await aborted(old)).toMatchObject({ calls: 0 });
      const { calls, args } = await aborted(ours);
      expect(calls).toBe(1);
      expect(args![0]).toMatchObject({ code: 'RequestAbortedError', retryable: false });
    });

    test('updateItem(key, actions, callback)', async () => {
      const update = (side: Side) => outcome((done) => side.dyno.updateItem(Key, { put: { n: 1 } }, done), 200);
      expect(await update(old)).toMatchObject({ calls: 0 });
      const { calls, args } = await update(ours);
      expect(calls).toBe(1);
      expect(args![0]).toBeInstanceOf(Error);
      expect(await stored(ours)).toEqual([]);
    });

    test.each(['scan', 'query'])('%s without params', async (method) => {
      expect(result(() => old.dyno[method]())).toMatchObject({ threw: expect.any(TypeError) });
      expect(result(() => ours.dyno[method]())).toMatchObject({ returned: { operation: method } });
      expect(result(() => old.dyno[method](null, () => {}))).toMatchObject({ threw: expect.any(TypeError) });
      expect(await outcome((done) => ours.dyno[method](undefined, done))).toMatchObject({ calls: 1 });
    });
  });

  test('a request can be looked at, and changed by its params alone', async () => {
    const sent = async ({ through }: Side) => {
      const { dyno, requests } = through();
      const request = dyno.getItem({ Key });
      let signed: unknown;
      request.on('afterBuild', ({ httpRequest }: any) => {
        Object.assign(httpRequest, { body: httpRequest.body.replace('"a"', '"b"') });
      });
      request.on('sign', ({ httpRequest }: any) => {
        signed = 'Authorization' in httpRequest.headers;
      });
      const error = await request.promise().catch(({ name }: Error) => name);
      return [signed, error === 'TypeError' ? error : (requests()[0] as any).body.Key];
    };
    expect(await sent(old)).toEqual([true, { id: { S: 'b' } }]);
    expect(await sent(ours)).toEqual([undefined, 'TypeError']);
  });

  test('the clients of the SDK have the operations of dyno alone', () => {
    for (const name of ['transactWriteItems', 'waitFor', 'updateTable']) {
      expect([typeof old.dyno._client[name], typeof ours.dyno._client[name]]).toEqual(['function', 'undefined']);
    }
    expect([typeof old.dyno._docClient.transactWrite, typeof ours.dyno._docClient.transactWrite]).toEqual([
      'function',
      'undefined',
    ]);
  });

  test('a costLogger leaves the params of the caller as they are', async () => {
    const given = async (side: Side) => {
      const params = { Key };
      await side.client({ costLogger: () => {} }).getItemAsync(params);
      return params;
    };
    expect(await given(old)).toEqual({ Key, ReturnConsumedCapacity: 'INDEXES' });
    expect(await given(ours)).toEqual({ Key });
  });

  test('a putStream of a client made from another writes to the table of that one', async () => {
    const write = (side: Side) => {
      const stream = side.Dyno({ dynoInstance: side.dyno }).putStream();
      return outcome((done) => {
        stream.on('error', done).on('finish', done);
        stream.write({ id: 'a' });
        stream.end();
      });
    };
    await createTable(engine, { name: 'undefined' });
    await write(old);
    expect(await stored(old)).toEqual([]);
    expect(await dump(engine, 'undefined')).toEqual([{ id: { S: 'a' } }]);
    await write(ours);
    expect(await stored(ours)).toEqual([{ id: { S: 'a' } }]);
  });
});
