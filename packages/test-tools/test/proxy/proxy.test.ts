import {
  accessDenied,
  createTable,
  dump,
  type Engine,
  type EngineProxy,
  expiredToken,
  internalError,
  latency,
  onOperations,
  rawSend,
  resetAfter,
  resetBefore,
  slowDrip,
  startDynalite,
  startProxy,
  throttle,
  truncatedBody,
  unavailable,
  wrongChecksum,
} from '@dynamodb-migrate/test-tools';

let engine: Engine;
let proxy: EngineProxy;
let door: ReturnType<typeof rawSend>;
let table: string;

beforeAll(async () => {
  engine = await startDynalite();
  proxy = await startProxy({ to: engine });
  door = rawSend(proxy.endpoint);
});
beforeEach(async () => {
  proxy.reset();
  table = await createTable(engine);
});
afterAll(async () => {
  door.close();
  await proxy.stop();
  await engine.stop();
});

const put = () => door.send('PutItem', { TableName: table, Item: { id: { S: 'a' } } });

test('sees every request and tells writes from reads', async () => {
  await put();
  await door.send('Scan', { TableName: table });
  await door.send('DescribeTable', { TableName: table });
  expect(proxy.requests().map(({ operation }) => operation)).toEqual(['PutItem', 'Scan', 'DescribeTable']);
  expect(proxy.writes()).toMatchObject([
    { operation: 'PutItem', body: { TableName: table, Item: { id: { S: 'a' } } } },
  ]);
});

test.each([
  ['throttle', throttle, { name: 'ProvisionedThroughputExceededException', statusCode: 400 }, 0],
  ['internalError', internalError, { name: 'InternalServerError', statusCode: 500 }, 0],
  ['expiredToken', expiredToken, { name: 'ExpiredTokenException', statusCode: 400 }, 0],
  ['accessDenied', accessDenied, { name: 'AccessDeniedException', statusCode: 400 }, 0],
  ['unavailable', unavailable, { name: 'InvalidResponse', statusCode: 503 }, 0],
  ['resetBefore', resetBefore, { name: 'NetworkingError', errno: 'ECONNRESET' }, 0],
  ['resetAfter', resetAfter, { name: 'NetworkingError', errno: 'ECONNRESET' }, 1],
  ['truncatedBody', truncatedBody, { name: 'NetworkingError', errno: 'ECONNRESET' }, 1],
  ['wrongChecksum', wrongChecksum, { name: 'CRC32CheckFailed' }, 1],
])('%s fails the request, which the engine saw or not', async (_, fault, error, stored) => {
  proxy.reset([fault]);
  await expect(put()).rejects.toMatchObject(error);
  expect(await dump(engine, table)).toHaveLength(stored);
  await expect(put()).resolves.toEqual({});
});

test.each([
  ['latency', latency(60)],
  ['slowDrip', slowDrip(10, 6)],
])('%s delays the answer', async (_, fault) => {
  await put();
  const began = performance.now();
  proxy.reset([fault]);
  await expect(door.send('Scan', { TableName: table })).resolves.toMatchObject({ Items: [{ id: { S: 'a' } }] });
  expect(performance.now() - began).toBeGreaterThan(50);
});

test('a plan may choose operations', async () => {
  proxy.reset(onOperations(['PutItem'], throttle, 1));
  await expect(door.send('Scan', { TableName: table })).resolves.toMatchObject({ Items: [] });
  await expect(put()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await expect(put()).resolves.toEqual({});
});
