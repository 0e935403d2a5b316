import { compose, createTransport, retry, type Send, type Target } from '@dynamodb-migrate/core';
import {
  createTable,
  describeEngines,
  type Engine,
  type EngineProxy,
  expiredToken,
  type Fault,
  fakeCredentials,
  internalError,
  resetAfter,
  resetBefore,
  silence,
  slowDrip,
  startProxy,
  throttle,
  truncatedBody,
  unavailable,
  wrongChecksum,
} from '@dynamodb-migrate/test-tools';

describe.each(['thin', 'sdk'] as const)('%s path', (path) => {
  describeEngines('transport', (engine) => suite(engine, path));
});

function suite(engine: Engine, path: 'thin' | 'sdk') {
  let proxy: EngineProxy;
  let table: string;
  beforeAll(async () => {
    proxy = await startProxy({ to: engine });
    table = await createTable(engine);
  });
  afterAll(() => proxy.stop());

  const connect = compose(createTransport({ path }));
  const door = (overrides: Partial<Target> = {}): Send => {
    const target = { ...proxy.target, ...overrides };
    return retry({ max: 3, delay: () => 1 })(connect(target), target);
  };
  // The thin path opens with the address that the SDK found for a first operation.
  beforeAll(() => door()('ListTables', {}));

  test('items go and come as they travel', async () => {
    const Item = {
      id: { S: 'lossless' },
      number: { N: '12345678901234567890.123456789' },
      binary: { B: 'AP/+' },
      binaries: { BS: ['AQ==', 'Ag=='] },
      nested: { M: { list: { L: [{ NULL: true }, { BOOL: false }, { M: {} }] } } },
    };
    await door()('PutItem', { TableName: table, Item });
    const answer = await door()('GetItem', { TableName: table, Key: { id: Item.id } });
    expect(answer.Item).toEqual(Item);
    expect(Object.keys(answer)).toEqual(['Item']);
  });

  test('operations on tables pass too', async () => {
    const { Table } = await door()('DescribeTable', { TableName: table });
    expect(Table).toMatchObject({ TableName: table, TableStatus: 'ACTIVE' });
  });

  test('a refusal has the name, status and request id of DynamoDB', async () => {
    const refused = door()('GetItem', { TableName: 'no-such-table', Key: { id: { S: 'a' } } });
    await expect(refused).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      statusCode: 400,
      requestId: expect.any(String),
      attempts: 1,
    });
  });

  test('a condition that fails brings the item, in wire form', async () => {
    await door()('PutItem', { TableName: table, Item: { id: { S: 'c' } } });
    const refused = door()('PutItem', {
      TableName: table,
      Item: { id: { S: 'c' } },
      ConditionExpression: 'attribute_not_exists(id)',
    });
    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', statusCode: 400 });
  });

  test.each<[string, Fault]>([
    ['throttles', throttle],
    ['HTTP 500', internalError],
    ['HTTP 503 that is not JSON', unavailable],
    ['a reset before the engine saw it', resetBefore],
    ['a reset after the engine did it', resetAfter],
    ['half an answer', truncatedBody],
    ['a wrong checksum', wrongChecksum],
  ])('outlasts %s', async (_what, fault) => {
    proxy.reset([fault, fault]);
    await door()('PutItem', { TableName: table, Item: { id: { S: 'fault' } } });
    expect(proxy.requests()).toHaveLength(3);
  });

  test('silence is a TimeoutError after the idle time, a slow drip is not', async () => {
    const send = connect({ ...proxy.target, idleTimeout: 500 });
    await send('ListTables', {});
    proxy.reset([slowDrip(25, 30)]);
    await send('GetItem', { TableName: table, Key: { id: { S: 'fault' } } });
    proxy.reset([silence]);
    const silent = send('GetItem', { TableName: table, Key: { id: { S: 'fault' } } });
    await expect(silent).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'Connection timed out after 500ms',
    });
  });

  test('many at once wait for no socket and lose nothing', async () => {
    const send = door();
    const ids = Array.from({ length: 300 }, (_, i) => `many-${i}`);
    await Promise.all(ids.map((id) => send('PutItem', { TableName: table, Item: { id: { S: id } } })));
    const found = await Promise.all(ids.map((id) => send('GetItem', { TableName: table, Key: { id: { S: id } } })));
    expect(found.every(({ Item }) => Item)).toBe(true);
  });

  test('an abort ends an operation under way', async () => {
    proxy.reset([silence]);
    const controller = new AbortController();
    const sent = door()('GetItem', { TableName: table, Key: { id: { S: 'a' } } }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('expired credentials that cannot be renewed fail at once', async () => {
    proxy.reset(() => expiredToken);
    const sent = door()('GetItem', { TableName: table, Key: { id: { S: 'a' } } });
    await expect(sent).rejects.toMatchObject({ name: 'ExpiredTokenException', attempts: 1 });
  });

  test('answers say status, headers and attempts', async () => {
    proxy.reset([throttle]);
    const metas: unknown[] = [];
    const onResponse = (meta: unknown) => metas.push(meta);
    await door()('GetItem', { TableName: table, Key: { id: { S: 'a' } } }, { onResponse });
    expect(metas).toMatchObject([
      { statusCode: 200, attempts: 2, headers: { 'x-amzn-requestid': expect.any(String) } },
    ]);
  });

  test('nobody listening is a NetworkingError that names the address', async () => {
    const sent = door({ endpoint: 'http://127.0.0.1:9' })('ListTables', {});
    await expect(sent).rejects.toMatchObject({
      name: 'NetworkingError',
      errno: 'ECONNREFUSED',
      message: expect.stringContaining('127.0.0.1:9'),
      attempts: 4,
    });
  });
}

describe('credentials', () => {
  const saved = { ...process.env };
  afterEach(() => {
    process.env = { ...saved };
  });

  test('none anywhere is a CredentialsError, without retries', async () => {
    process.env = { PATH: saved.PATH, HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
    const target = { region: 'us-east-1', endpoint: 'http://127.0.0.1:9' };
    const sent = retry({ delay: () => 60_000 })(createTransport()(target), target)('ListTables', {});
    await expect(sent).rejects.toMatchObject({ name: 'CredentialsError' });
  });

  test('come from the environment when the target has none', async () => {
    process.env.AWS_ACCESS_KEY_ID = fakeCredentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = fakeCredentials.secretAccessKey;
    const sent = createTransport()({ region: 'us-east-1', endpoint: 'http://127.0.0.1:9' })('ListTables', {});
    await expect(sent).rejects.toMatchObject({ name: 'NetworkingError' });
  });
});
