import {
  accessDenied,
  createTable,
  describeEngines,
  dump,
  type EngineProxy,
  expiredToken,
  type Fault,
  type FaultPlan,
  internalError,
  latency,
  resetAfter,
  resetBefore,
  runBin,
  runMain,
  seed,
  slowDrip,
  startProxy,
  tempDir,
  throttle,
  truncatedBody,
  unavailable,
  writeFiles,
  wrongChecksum,
} from '@dynamodb-migrate/test-tools';

const counting = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }, callback);
};`;

const putting = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  dyno.putItem({ Item: { ...record, n: record.n + 1 } }, callback);
};`;

/** Every third request meets the fault. */
const often =
  (fault: Fault): FaultPlan =>
  (_operation, index) =>
    index % 3 === 2 ? fault : undefined;

describeEngines('faults', (engine) => {
  let proxy: EngineProxy;
  let table: string;
  let dir: string;
  beforeAll(async () => {
    proxy = await startProxy({ to: engine });
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    dir = tempDir();
    table = await createTable(engine);
    await seed(
      engine,
      table,
      Array.from({ length: 40 }, (_, i) => ({ id: { S: `r${i}` }, n: { N: '0' } })),
    );
    writeFiles(dir, { 'count.js': counting, 'put.js': putting });
  });

  const scan = (script: string, ...flags: string[]) =>
    runMain(['scan', `us-east-1/${table}`, script, '--live', '--endpoint', proxy.endpoint, ...flags], { cwd: dir });
  const counts = async () => (await dump(engine, table)).map(({ n }) => Number((n as { N: string }).N));

  test.each<[string, Fault]>([
    ['latency', latency(20)],
    ['throttles', throttle],
    ['HTTP 500', internalError],
    ['HTTP 503 from something on the way', unavailable],
    ['resets before the engine saw it', resetBefore],
    ['resets after the engine did it', resetAfter],
    ['half an answer', truncatedBody],
    ['a wrong checksum', wrongChecksum],
    ['a slow drip', slowDrip(5)],
  ])('%s: every record is counted exactly once', async (_what, fault) => {
    proxy.reset(often(fault));
    const result = await scan('count.js', '--concurrency', '4', '--segments', '2');
    expect(result.stderr).toMatch(/live: 40 records, 40 UpdateItem/);
    expect(result.code).toBe(0);
    expect(await counts()).toEqual(Array(40).fill(1));
  });

  test('batches meet the same faults and lose nothing', async () => {
    for (const fault of [throttle, internalError, resetAfter, wrongChecksum]) {
      proxy.reset(often(fault));
      const before = await counts();
      const result = await scan('put.js', '--concurrency', '20', '--no-journal');
      expect(result.code).toBe(0);
      expect(await counts()).toEqual(before.map((n) => n + 1));
    }
    expect(proxy.requests().some(({ operation }) => operation === 'BatchWriteItem')).toBe(true);
  });

  test.each<[string, Fault, RegExp]>([
    ['credentials that expire', expiredToken, /ExpiredTokenException/],
    ['a permission that is taken away', accessDenied, /AccessDeniedException/],
  ])('%s in the middle: the run stops, says so, and can be resumed', async (_what, fault, message) => {
    proxy.reset((_operation, index) => (index > 20 ? fault : undefined));
    const stopped = await scan('count.js', '--concurrency', '2');
    expect(stopped).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(stopped.stderr).toMatch(/go on: add --resume/);
    proxy.reset();
    expect(await scan('count.js', '--concurrency', '2', '--resume', 'last')).toMatchObject({ code: 0 });
    expect(await counts()).toEqual(Array(40).fill(1));
  });

  test.each([[[]], [['--no-journal']]])('AWS_MAX_ATTEMPTS holds for writes, too: %j', async (flags) => {
    proxy.reset((operation) => (operation === 'UpdateItem' ? internalError : undefined));
    const bin = ['scan', `us-east-1/${table}`, 'count.js', '--live', '--endpoint', proxy.endpoint, ...flags];
    const { code } = await runBin(bin, { cwd: dir, env: { AWS_MAX_ATTEMPTS: '2' } });
    expect(code).toBe(1);
    expect(proxy.requests().filter(({ operation }) => operation === 'UpdateItem')).toHaveLength(2);
  });
});
