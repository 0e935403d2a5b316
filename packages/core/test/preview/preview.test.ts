import {
  createOverlay,
  createTransport,
  inRecord,
  MigrateError,
  preview,
  type RecordScope,
  type Send,
  ServiceError,
  type Source,
  type Wire,
} from '@dynamodb-migrate/core';
import {
  createTable,
  dump,
  type Engine,
  type EngineProxy,
  seed,
  startDynalite,
  startProxy,
} from '@dynamodb-migrate/test-tools';
import { changesOf, previewed, readAll, summaryOf } from './fixture';

let engine: Engine;
let proxy: EngineProxy;
beforeAll(async () => {
  engine = await startDynalite();
  proxy = await startProxy({ to: engine });
});
afterAll(async () => {
  await proxy.stop();
  await engine.stop();
});

const S = (text: string) => ({ S: text });
const N = (text: string) => ({ N: text });
const key = (id: string) => ({ id: S(id) });

describe('what leaves the process', () => {
  test('not one write, through the real transport', async () => {
    const table = await createTable(engine, { indexes: { byGroup: ['group', 'S'] } });
    await seed(engine, table, [key('a'), { ...key('b'), n: N('1') }]);
    const before = await dump(engine, table);
    const send = preview(createOverlay())(createTransport()(proxy.target), proxy.target);
    proxy.reset();

    const on = { TableName: table };
    await send('PutItem', { ...on, Item: { ...key('new'), group: S('g') } });
    await send('UpdateItem', {
      ...on,
      Key: key('b'),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': N('1') },
    });
    await send('DeleteItem', { ...on, Key: key('a') });
    await send('BatchWriteItem', {
      RequestItems: {
        [table]: [
          { PutRequest: { Item: key('c') } },
          { PutRequest: { Item: key('e') } },
          { DeleteRequest: { Key: key('b') } },
        ],
      },
    });
    await send('TransactWriteItems', {
      TransactItems: [{ Put: { ...on, Item: key('d') } }, { Delete: { ...on, Key: key('c') } }],
    });
    await expect(
      send('PutItem', { ...on, Item: key('d'), ConditionExpression: 'attribute_not_exists(id)' }),
    ).rejects.toThrow(ServiceError);
    await expect(send('CreateTable', { ...on })).rejects.toThrow(MigrateError);
    await send('ListTables', {});
    const shown = await readAll(send, 'Scan', on);

    expect(
      shown
        .flatMap(({ Items }) => Items)
        .map(({ id }) => id.S)
        .sort(),
    ).toEqual(['d', 'e', 'new']);
    expect(proxy.writes()).toEqual([]);
    expect(new Set(proxy.requests().map(({ operation }) => operation))).toEqual(
      new Set(['DescribeTable', 'GetItem', 'BatchGetItem', 'ListTables', 'Scan']),
    );
    expect(await dump(engine, table)).toEqual(before);
  });

  test('the image of a key is read once, consistently; what is written without asking is read later, all at once', async () => {
    const table = await createTable(engine);
    const { send, sent, overlay } = await previewed(engine);
    for (const n of ['1', '2', '3']) await send('PutItem', { TableName: table, Item: { ...key('a'), n: N(n) } });
    const requests = ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: key(id) } }));
    await send('BatchWriteItem', { RequestItems: { [table]: requests } });
    await send('PutItem', { TableName: table, Item: key('d') });
    await overlay.settle();
    expect(sent.filter(({ operation }) => operation !== 'DescribeTable')).toEqual([
      { operation: 'GetItem', input: { TableName: table, Key: key('a'), ConsistentRead: true } },
      {
        operation: 'BatchGetItem',
        input: { RequestItems: { [table]: { Keys: [key('b'), key('c'), key('d')], ConsistentRead: true } } },
      },
    ]);
  });
});

describe('images', () => {
  const add = (TableName: string, id: string) => ({
    TableName,
    Key: key(id),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': N('1') },
  });

  test('of items that the caller knows are not read', async () => {
    const table = await createTable(engine);
    const known = { a: { ...key('a'), n: N('5') }, b: null };
    const options = {
      known: (_target: unknown, name: string, { id }: Wire) => {
        const image = name === table ? known[id.S as 'a'] : undefined;
        return image === undefined ? undefined : { image, of: known };
      },
    };
    const { send, sent, overlay } = await previewed(engine, undefined, options);
    for (const id of ['a', 'b', 'a']) await send('UpdateItem', add(table, id));
    expect(sent.map(({ operation }) => operation)).toEqual(['DescribeTable']);
    expect((await changesOf(overlay)).map(({ before, after }) => [before?.n, after?.n])).toEqual([
      [N('5'), N('7')],
      [undefined, N('1')],
    ]);
    await send('UpdateItem', add(table, 'c'));
    expect(sent.map(({ operation }) => operation)).toEqual(['DescribeTable', 'GetItem']);
  });

  test('that are asked for while a request is under way are read together, a hundred at most', async () => {
    const table = await createTable(engine);
    const { send, sent } = await previewed(engine);
    await send('UpdateItem', add(table, 'first'));
    sent.length = 0;
    await Promise.all(Array.from({ length: 250 }, (_, n) => send('UpdateItem', add(table, `${n}`))));
    const reads = sent.map(({ input }) => input.RequestItems[table].Keys.length);
    expect(reads.reduce((sum, keys) => sum + keys)).toBe(250);
    expect(reads.length).toBeLessThanOrEqual(4);
    expect(Math.max(...reads)).toBeLessThanOrEqual(100);
  });

  test('of keys that the table cannot have are asked for by nobody, and keep no other from being read', async () => {
    const table = await createTable(engine);
    await seed(engine, table, [{ ...key('a'), n: N('1') }]);
    const { send } = await previewed(engine);
    const update = (Key: Wire) => send('UpdateItem', { ...add(table, 'a'), Key });
    const wrong = [{ id: N('1') }, { id: S('') }, { id: S('a'), at: N('1') }, { at: S('a') }];
    const outcomes = await Promise.allSettled([update(key('a')), ...wrong.map(update)]);
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.name))).toEqual([
      'done',
      ...wrong.map(() => 'ValidationException'),
    ]);
    expect((await send('GetItem', { TableName: table, Key: key('a') })).Item.n).toEqual(N('2'));
  });

  test('that could not be read are asked for again, and are in no count until they were', async () => {
    const table = await createTable(engine);
    await seed(engine, table, [key('b')]);
    const overlay = createOverlay();
    let broken = false;
    const flaky: Send = (operation, input, options) =>
      broken && /GetItem$/.test(operation)
        ? Promise.reject(new ServiceError('NetworkingError', 'the line is down'))
        : engine.send(operation, input, options);
    const send = preview(overlay)(flaky, engine.target);
    await send('PutItem', { TableName: table, Item: key('a') });
    broken = true;
    await send('PutItem', { TableName: table, Item: { ...key('b'), n: N('1') } });
    await expect(overlay.settle()).rejects.toThrow('the line is down');
    await expect(overlay.settle()).rejects.toThrow('the line is down');
    broken = false;
    expect(await summaryOf(overlay)).toMatchObject([{ added: 1, changed: 1, unchanged: 0, writeUnits: 2 }]);
  });
});

describe('refused', () => {
  test.each([
    'CreateTable',
    'DeleteTable',
    'UpdateTable',
    'UpdateTimeToLive',
    'TagResource',
    'UntagResource',
    'CreateBackup',
    'RestoreTableFromBackup',
    'UpdateContinuousBackups',
    'ExecuteStatement',
    'BatchExecuteStatement',
    'ExecuteTransaction',
    'SomethingNew',
    'constructor',
  ])('%s', async (operation) => {
    const { send, sent } = await previewed(engine);
    const refusal = expect.objectContaining({
      code: 'NOT_IN_PREVIEW',
      message: expect.stringContaining(`${operation} on some-table`),
    });
    await expect(send(operation, { TableName: 'some-table' })).rejects.toEqual(refusal);
    expect(sent).toEqual([]);
  });

  test('a missing permission to read, in one clear sentence', async () => {
    const table = await createTable(engine);
    const denied =
      (what: string): Send =>
      (operation, input, options) =>
        operation === what
          ? Promise.reject(new ServiceError('AccessDeniedException', 'no such luck', { statusCode: 400 }))
          : engine.send(operation, input, options);
    for (const operation of ['DescribeTable', 'GetItem']) {
      const overlay = createOverlay();
      const send = preview(overlay)(denied(operation), engine.target);
      await expect(send('PutItem', { TableName: table, Item: key('a') })).rejects.toMatchObject({
        code: 'PREVIEW_NEEDS_READ',
        message: `The preview may not ${operation} on ${table}: no such luck`,
      });
      expect(overlay.summary()).toMatchObject([{ table, operations: 1, failed: 0 }]);
    }
  });
});

describe('errors are those of the live run', () => {
  test('a table that is not there', async () => {
    const { send, overlay } = await previewed(engine);
    const missing = send('PutItem', { TableName: 'not-there', Item: key('a') });
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await summaryOf(overlay)).toMatchObject([{ table: 'not-there', operations: 1, failed: 1 }]);
    await expect(send('GetItem', { TableName: 'not-there', Key: key('a') })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('writes that fail are refused for the reason that the live run would see, and counted', async () => {
    const table = await createTable(engine);
    await seed(engine, table, [key('a')]);
    const { send, overlay } = await previewed(engine);
    const put = (id: string) =>
      send('PutItem', { TableName: table, Item: key(id), ConditionExpression: 'attribute_not_exists(id)' });
    const source = { name: (_page: unknown, index: number) => `line ${index}` } as Source;
    const record = { source, page: { segment: 0, records: [], first: 1 }, index: 17 } as unknown as RecordScope;
    const refusal = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' };
    await inRecord(record, () => expect(put('a')).rejects.toMatchObject(refusal));
    await put('b');
    for (let n = 0; n < 120; n++) await expect(put('b')).rejects.toMatchObject(refusal);
    expect(await summaryOf(overlay)).toMatchObject([{ table, operations: 122, failed: 121, added: 1, unchanged: 1 }]);
    expect(await changesOf(overlay)).toMatchObject([
      { key: key('a'), kind: 'unchanged', record: 'line 17' },
      { key: key('b'), kind: 'added' },
    ]);
  });

  test('batches that DynamoDB refuses change nothing', async () => {
    const table = await createTable(engine);
    const { send, overlay } = await previewed(engine);
    const put = (Item: Wire) => ({ PutRequest: { Item } });
    const batches = [
      [put(key('a')), put(key('a'))],
      [put(key('a')), put({ n: N('1') })],
      Array.from({ length: 26 }, (_, i) => put(key(`${i}`))),
      [],
    ];
    for (const batch of batches) {
      await expect(send('BatchWriteItem', { RequestItems: { [table]: batch } })).rejects.toMatchObject({
        name: 'ValidationException',
      });
    }
    expect(await summaryOf(overlay)).toMatchObject([{ added: 0, changed: 0, removed: 0, failed: 4 }]);
  });
});

describe('transactions', () => {
  const add = (TableName: string, id: string) => ({
    Update: { TableName, Key: key(id), UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': N('1') } },
  });

  test('all or nothing, with reasons in order', async () => {
    const table = await createTable(engine);
    await seed(engine, table, [{ ...key('a'), n: N('1') }]);
    const { send, overlay } = await previewed(engine);
    const check = (id: string) => ({
      ConditionCheck: { TableName: table, Key: key(id), ConditionExpression: 'attribute_exists(id)' },
    });
    const failing = send('TransactWriteItems', {
      TransactItems: [add(table, 'a'), check('b'), { Put: { TableName: table, Item: key('c') } }],
    });
    await expect(failing).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      body: { CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }, { Code: 'None' }] },
    });
    expect(await summaryOf(overlay)).toMatchObject([{ added: 0, changed: 0, unchanged: 3, failed: 1 }]);

    await send('TransactWriteItems', { TransactItems: [add(table, 'a'), check('d'), add(table, 'b')].toSpliced(1, 1) });
    const { Responses } = await send('TransactGetItems', {
      TransactItems: ['b', 'a', 'c'].map((id) => ({ Get: { TableName: table, Key: key(id) } })),
    });
    expect(Responses).toEqual([{ Item: { ...key('b'), n: N('1') } }, { Item: { ...key('a'), n: N('2') } }, {}]);
    expect(await summaryOf(overlay)).toMatchObject([{ added: 1, changed: 1, unchanged: 1, writeUnits: 4 }]);
  });

  test('one item twice is refused', async () => {
    const table = await createTable(engine);
    const { send } = await previewed(engine);
    const twice = send('TransactWriteItems', { TransactItems: [add(table, 'a'), add(table, 'a')] });
    await expect(twice).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('writes at the same time to one key all count', async () => {
  const table = await createTable(engine);
  const { send, overlay } = await previewed(engine);
  const add = {
    TableName: table,
    Key: key('a'),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': N('1') },
  };
  await Promise.all(Array.from({ length: 20 }, () => send('UpdateItem', add)));
  expect((await send('GetItem', { TableName: table, Key: key('a') })).Item).toEqual({ ...key('a'), n: N('20') });
  expect(await summaryOf(overlay)).toMatchObject([{ operations: 20, added: 1 }]);
});

test('batches, transactions and single writes to one key at the same time take their turns', async () => {
  const table = await createTable(engine);
  const { send, overlay } = await previewed(engine);
  const add = {
    TableName: table,
    Key: key('a'),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': N('1') },
  };
  const batch = { RequestItems: { [table]: [{ PutRequest: { Item: { ...key('a'), n: N('100') } } }] } };
  await Promise.all([
    send('BatchWriteItem', batch),
    send('UpdateItem', add),
    send('TransactWriteItems', { TransactItems: [{ Update: add }, { Put: { TableName: table, Item: key('b') } }] }),
    send('UpdateItem', add),
  ]);
  expect((await send('GetItem', { TableName: table, Key: key('a') })).Item).toEqual({ ...key('a'), n: N('103') });
  expect(await summaryOf(overlay)).toMatchObject([{ operations: 4, added: 2, failed: 0 }]);
});

test('a write to a table that is known does not overtake one that must still look up another table', async () => {
  const [known, slow] = [await createTable(engine), await createTable(engine)];
  const overlay = createOverlay();
  const late: Send = async (operation, input, options) => {
    if (operation === 'DescribeTable' && input.TableName === slow)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return engine.send(operation, input, options);
  };
  const send = preview(overlay)(late, engine.target);
  await send('PutItem', { TableName: known, Item: key('x') });
  const put = (text: string) => [{ PutRequest: { Item: { ...key('a'), text: S(text) } } }];
  await Promise.all([
    send('BatchWriteItem', { RequestItems: { [known]: put('first'), [slow]: put('first') } }),
    send('PutItem', { TableName: known, Item: { ...key('a'), text: S('second') } }),
  ]);
  expect((await send('GetItem', { TableName: known, Key: key('a') })).Item.text).toEqual(S('second'));
});

test('a read started after a write, though the write is still under way, sees it', async () => {
  const table = await createTable(engine);
  const { send } = await previewed(engine);
  await send('GetItem', { TableName: table, Key: key('x') });
  await send('PutItem', { TableName: table, Item: key('x') });
  const write = send('PutItem', { TableName: table, Item: { ...key('a'), n: N('1') } });
  await new Promise(setImmediate);
  const batch = send('BatchGetItem', { RequestItems: { [table]: { Keys: [key('a'), key('b')] } } });
  expect((await send('GetItem', { TableName: table, Key: key('a') })).Item).toEqual({ ...key('a'), n: N('1') });
  expect((await batch).Responses[table]).toEqual([{ ...key('a'), n: N('1') }]);
  await write;
});

test('capacity: told when asked for, estimated as the live run would consume it', async () => {
  const table = await createTable(engine, { indexes: { byGroup: ['group', 'S'] } });
  await seed(engine, table, [{ ...key('a'), text: S('x'.repeat(2000)) }]);
  const { send, overlay } = await previewed(engine);
  const on = { TableName: table, ReturnConsumedCapacity: 'INDEXES' };
  const put = await send('PutItem', { ...on, Item: { ...key('a'), group: S('g') } });
  expect(put.ConsumedCapacity).toEqual({
    TableName: table,
    CapacityUnits: 3,
    Table: { CapacityUnits: 2 },
    GlobalSecondaryIndexes: { byGroup: { CapacityUnits: 1 } },
  });
  const batch = await send('BatchWriteItem', {
    ReturnConsumedCapacity: 'TOTAL',
    RequestItems: { [table]: ['b', 'c'].map((id) => ({ PutRequest: { Item: key(id) } })) },
  });
  expect(batch.ConsumedCapacity).toEqual([{ TableName: table, CapacityUnits: 2 }]);
  const read = await send('GetItem', { TableName: table, Key: key('a'), ReturnConsumedCapacity: 'TOTAL' });
  expect(read.ConsumedCapacity).toEqual({ TableName: table, CapacityUnits: 0.5 });
  expect(await send('GetItem', { TableName: table, Key: key('z'), ConsistentRead: true })).toEqual({});
  expect(await summaryOf(overlay)).toMatchObject([{ writeUnits: 5, indexes: { byGroup: 1 }, readUnits: 1.5 }]);
});

describe('an overlay outlives its runs', () => {
  test('the next script sees what the one before did; one that is fed by a scan is not handed its own additions', async () => {
    const table = await createTable(engine);
    await seed(engine, table, [key('a')]);
    const first = await previewed(engine);
    await first.send('PutItem', { TableName: table, Item: key('b') });
    first.overlay.advance();

    const second = await previewed(engine, first.overlay, { addedEarlier: true });
    await second.send('PutItem', { TableName: table, Item: key('c') });
    const scan = async (send: Send) =>
      (await readAll(send, 'Scan', { TableName: table })).flatMap(({ Items }) => Items).map(({ id }) => id.S);
    expect(await scan(second.send)).toEqual(['a', 'b']);
    expect((await scan(first.send)).sort()).toEqual(['a', 'b', 'c']);
    expect(await second.send('GetItem', { TableName: table, Key: key('c') })).toEqual({ Item: key('c') });
    expect(second.sent.map(({ operation }) => operation)).not.toContain('PutItem');
  });

  test('tables of the same name in two regions stay apart', async () => {
    const table = await createTable(engine);
    const overlay = createOverlay();
    const [here, there] = ['us-east-1', 'eu-central-1'].map((region) =>
      preview(overlay)(engine.send, { ...engine.target, region }),
    );
    await here!('PutItem', { TableName: table, Item: { ...key('a'), n: N('1') } });
    await there!('PutItem', { TableName: table, Item: { ...key('a'), n: N('2') } });
    expect((await here!('GetItem', { TableName: table, Key: key('a') })).Item.n).toEqual(N('1'));
    expect((await there!('GetItem', { TableName: table, Key: key('a') })).Item.n).toEqual(N('2'));
    expect((await changesOf(overlay)).map(({ region, after }) => [region, after!.n])).toEqual([
      ['us-east-1', N('1')],
      ['eu-central-1', N('2')],
    ]);
    expect((await summaryOf(overlay)).map(({ region, added }) => [region, added])).toEqual([
      ['us-east-1', 1],
      ['eu-central-1', 1],
    ]);
  });

  test('changes of many keys come in the order of their first writes, with both images', async () => {
    const table = await createTable(engine);
    const ids = Array.from({ length: 250 }, (_, i) => `k${i}`);
    await seed(
      engine,
      table,
      ids.map((id) => ({ ...key(id), n: N('1') })),
    );
    const { send, overlay } = await previewed(engine);
    for (const [index, id] of ids.entries()) {
      if (index % 3 === 0) await send('DeleteItem', { TableName: table, Key: key(id) });
      else await send('PutItem', { TableName: table, Item: { ...key(id), n: N(index % 3 === 1 ? '1.0' : '2') } });
    }
    const changes = await changesOf(overlay);
    expect(changes.map((change) => change.key.id)).toEqual(ids.map(S));
    expect(changes.slice(0, 3)).toMatchObject([
      {
        ...{ table, region: 'us-east-1', key: key('k0'), kind: 'removed' },
        ...{ before: { ...key('k0'), n: N('1') }, after: undefined },
      },
      {
        table,
        region: 'us-east-1',
        key: key('k1'),
        kind: 'unchanged',
        before: { ...key('k1'), n: N('1') },
        after: { ...key('k1'), n: N('1') },
      },
      {
        table,
        region: 'us-east-1',
        key: key('k2'),
        kind: 'changed',
        before: { ...key('k2'), n: N('1') },
        after: { ...key('k2'), n: N('2') },
        differing: { before: { n: N('1') }, after: { n: N('2') } },
      },
    ]);
    expect(changes[2]!.differing.after).toEqual({ n: N('2') });
    expect(await summaryOf(overlay)).toMatchObject([{ added: 0, changed: 83, removed: 84, unchanged: 83 }]);
  });
});
