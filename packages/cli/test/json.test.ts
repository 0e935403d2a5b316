import { createTable, describeEngines, runMain, seed, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const script = `module.exports = (record, dyno, callback) => {
  console.log('at', record.id);
  if (!dyno) return callback();
  dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET s = :s', ExpressionAttributeValues: { ':s': 1 } }, callback);
};`;

describeEngines('--json', (engine) => {
  const dir = tempDir();
  writeFiles(dir, { 's.js': script, 'throws.js': 'module.exports = () => { throw new Error("no"); };' });
  let table: string;
  beforeAll(async () => {
    table = await createTable(engine);
    await seed(engine, table, [{ id: { S: 'a' } }, { id: { S: 'b' } }]);
  });
  const scan = (...more: string[]) =>
    runMain(['scan', `us-east-1/${table}`, ...more, '--json', '--endpoint', engine.endpoint], { cwd: dir });

  test('of a dry run; what the script prints is on stderr', async () => {
    const { code, stdout, stderr } = await scan('s.js');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      mode: 'dry',
      state: 'succeeded',
      counts: { records: 2, errors: 0, declined: 0, operations: {} },
      failures: [],
      resumable: false,
      canRollBack: false,
      milliseconds: expect.any(Number),
    });
    expect(stderr).toMatch(/^at a$/m);
  });

  test('of a live run', async () => {
    const { code, stdout, stderr } = await scan('s.js', '--live');
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ mode: 'live', state: 'succeeded', canRollBack: true, resumable: false });
    expect(told.counts).toEqual({ records: 2, errors: 0, declined: 0, operations: { UpdateItem: 2 } });
    expect(stderr).toContain(`run ${told.run};`);
  });

  test('of a run that fails', async () => {
    const { code, stdout } = await scan('throws.js');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ state: 'failed', counts: { errors: 1 } },
      failures: [{ record: expect.stringMatching(/^id "[ab]"$/), message: 'no' }],
    });
  });

  test.each([
    [['scan', 'nowhere', 's.js', '--json'], 'BAD_DATABASE', /^"nowhere" is not region\/table$/],
    [['scan', 'local/t', 'gone.js', '--json'], 'NO_SCRIPT', /there is no file gone\.js/],
    [['scan', 'r/t', 's.js', '--concurrency', 'x', '--json'], 'USAGE', /^--concurrency must be/],
    [['show', 'last', '--json'], 'NO_SUCH_RUN', /./],
  ])('of what keeps %j from beginning', async (args, code, message) => {
    const cwd = tempDir();
    writeFiles(cwd, { 's.js': script });
    const ended = await runMain(args, { cwd });
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout).error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(ended.stderr).toMatch(/^error: /m);
  });
});
