import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { fromClient, MigrateError, scan } from '@dynamodb-migrate/core';
import {
  createTable,
  describeEngines,
  internalError,
  namesIn,
  normalise,
  oddItemArbitrary,
  onOperations,
  startDynalite,
  startProxy,
} from '@dynamodb-migrate/test-tools';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';

describeEngines('fromClient', (engine) => {
  test('items go and come as they travel', async () => {
    const TableName = await createTable(engine);
    const { region, endpoint, credentials } = engine.target;
    const send = fromClient(new DynamoDBClient({ region, endpoint, credentials }));
    const Item = { id: { S: 'a' }, b: { B: 'AP/+' }, bs: { BS: ['AQ==', 'Ag=='] }, m: { M: { B: { S: 'B' } } } };
    await send('PutItem', { TableName, Item });
    expect(await send('GetItem', { TableName, Key: { id: { S: 'a' } } })).toEqual({ Item });
    const { Table } = await send('DescribeTable', { TableName });
    expect(typeof Table.CreationDateTime).toBe('number');
    const refused = send('PutItem', { TableName, Item, ConditionExpression: 'attribute_not_exists(id)' });
    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', statusCode: 400 });
  });
});

describeEngines('fromClient and odd names', (engine) => {
  test('items with odd names go and come as they travel', async () => {
    const TableName = await createTable(engine);
    const { region, endpoint, credentials } = engine.target;
    const send = fromClient(new DynamoDBClient({ region, endpoint, credentials }));
    // Which the SDK drops.
    const without = ['__proto__'];
    await fc.assert(
      fc.asyncProperty(oddItemArbitrary({ without, emptyNames: engine.name === 'dynalite' }), async (Item) => {
        await send('PutItem', { TableName, Item });
        const read = await send('GetItem', { TableName, Key: { id: Item.id } });
        expect([namesIn(read.Item), normalise(read.Item)]).toEqual([namesIn(Item), normalise(Item)]);
      }),
      { numRuns: 100 },
    );
  });

  test('an attribute named __proto__, which the SDK drops, is refused before it is sent', async () => {
    const sent: unknown[] = [];
    const send = fromClient({ send: async (command: unknown) => void sent.push(command) } as never);
    for (const text of ['{"__proto__":{"S":"x"}}', '{"m":{"M":{"__proto__":{"S":"x"}}}}']) {
      const Item = JSON.parse(text);
      await expect(send('PutItem', { TableName: 'any', Item })).rejects.toMatchObject({ name: 'ValidationException' });
    }
    expect(sent).toEqual([]);
  });
});

test('a permit is asked for before each attempt of the client', async () => {
  const engine = await startDynalite();
  const proxy = await startProxy({ to: engine, faults: onOperations(['PutItem'], internalError) });
  const { region, credentials } = engine.target;
  const client = new DynamoDBClient({ region, credentials, endpoint: proxy.endpoint });
  const lost = new MigrateError('RUN_TAKEN', 'the run was taken over');
  let asked = 0;
  const permit = () => {
    asked++;
    if (asked > 2) throw lost;
  };
  const sent = fromClient(client)('PutItem', { TableName: 'items', Item: { id: { S: 'a' } } }, { permit });
  await expect(sent).rejects.toBe(lost);
  expect([asked, proxy.writes().length]).toEqual([3, 1]);
  client.destroy();
  await proxy.stop();
  await engine.stop();
});

describe('fromClient (mocked)', () => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  afterEach(() => mock.reset());
  const send = fromClient(client);

  test('whatever the client answers is what the door answers', async () => {
    mock.on(GetItemCommand).resolves({ Item: { id: { S: 'a' }, b: { B: Buffer.from('hi') } } });
    expect(await send('GetItem', { TableName: 't', Key: {} })).toEqual({ Item: { id: { S: 'a' }, b: { B: 'aGk=' } } });
  });

  test('errors of the client come with their name, status and request id', async () => {
    mock.on(PutItemCommand).rejects(
      Object.assign(new Error('slow down'), {
        name: 'ProvisionedThroughputExceededException',
        $metadata: { httpStatusCode: 400, requestId: 'r1' },
      }),
    );
    await expect(send('PutItem', {})).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      statusCode: 400,
      requestId: 'r1',
    });
  });

  test('a source reads through it', async () => {
    mock
      .on(ScanCommand)
      .resolvesOnce({ Items: [{ id: { S: 'a' } }], LastEvaluatedKey: { id: { S: 'a' } } })
      .resolvesOnce({ Items: [{ id: { S: 'b' } }] });
    const ids: unknown[] = [];
    for await (const { records } of scan({ send, table: 't' })) ids.push(...records);
    expect(ids).toEqual([{ id: { S: 'a' } }, { id: { S: 'b' } }]);
  });

  test('an operation that does not exist is refused', async () => {
    await expect(send('Explode', {})).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
