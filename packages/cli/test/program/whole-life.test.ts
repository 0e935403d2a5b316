import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeEngines, dump, seed, tempDir } from '@dynamodb-migrate/test-tools';

const records = 300;

/** Runs the program beside this file; gives what it tells, and whether its process ended by itself. */
async function run(endpoint: string): Promise<any> {
  const folder = tempDir();
  const out = path.join(folder, 'told.json');
  const { AWS_PROFILE: _, K8S_ENV: _2, JEST_WORKER_ID: _3, NODE_ENV: _4, ...env } = process.env;
  const child = spawn(process.execPath, [path.join(__dirname, 'whole-life.cjs'), endpoint, folder, out], {
    env: { ...env, AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake', AWS_EC2_METADATA_DISABLED: 'true' },
    stdio: 'inherit',
    timeout: 100_000,
    killSignal: 'SIGKILL',
  });
  const [code, signal] = await once(child, 'exit');
  return { code, signal, ...JSON.parse(readFileSync(out, 'utf8')) };
}

describeEngines('a program that goes on does all that the bin does', (engine) => {
  let told: any;
  let before: any;
  beforeAll(async () => {
    await engine.send('CreateTable', {
      TableName: 'life',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    await seed(
      engine,
      'life',
      Array.from({ length: records }, (_, i) => ({ id: { S: `r${i}` }, n: { N: '0' } })),
    );
    before = await dump(engine, 'life');
    told = await run(engine.endpoint);
  });

  test('without an error, printing, or a listener that stays, and its process ends by itself', () => {
    expect(told.error).toBeUndefined();
    expect(told).toMatchObject({ code: 0, signal: null, printed: [], listeners: 'as before', variable: 'not set' });
  });

  test('dry, as a preview, live, stopped and gone on with', () => {
    expect(told.dry).toEqual({ mode: 'dry', state: 'succeeded', records, errors: 0, operations: {}, failures: [] });
    expect(told.preview).toMatchObject({ state: 'succeeded', records, tables: [{ table: 'life', changed: records }] });
    expect(told.changes).toBe(records);
    expect(told.aborted).toMatchObject({ mode: 'live', state: 'interrupted', stoppedBy: 'enough', failures: [] });
    expect(told).toMatchObject({ abortedEarly: true, resumable: true, shown: records, notRunning: 'NOT_RUNNING' });
    expect(told.resumed).toMatchObject({ state: 'succeeded', failures: [] });
    expect(told.aborted.records + told.resumed.records).toBeGreaterThanOrEqual(records);
    expect(told.runs).toEqual(['scan succeeded', 'scan succeeded']);
  });

  test('rolled back, so that the table is as it was', async () => {
    expect(told).toMatchObject({ rollbackPreview: records, rolledBack: records, pruned: true });
    expect(await dump(engine, 'life')).toEqual(before);
  });

  test('over records of its own, with a script that never calls back, and one that takes its time', () => {
    expect(told.given).toEqual({ state: 'succeeded', seen: [{ a: 1 }, { a: 2 }] });
    expect(told.stuck).toMatchObject({ state: 'failed', failures: ['the script never called back for record 1'] });
    expect(told.stuckInTime).toBe(true);
    expect(told.slow).toMatchObject({ state: 'succeeded', records: 1 });
  });

  test('two runs at once keep to their own clients', () => {
    expect(told.twoAtOnce).toMatchObject([
      { mode: 'dry', state: 'succeeded', records, operations: {} },
      { mode: 'preview', state: 'succeeded', records },
    ]);
  });

  test('a run that cannot begin is over', () => {
    expect(told.noBackup).toEqual(expect.stringMatching(/backup/i));
  });

  test('all paths start from the folder that is said', () => {
    expect(told.elsewhere).toMatchObject({
      refused: { state: 'failed', records: 1, errors: 1 },
      touched: { state: 'succeeded', records: 1 },
      kept: ['failed.ndjson', 'kept', 'refuse.js', 'touch.js'],
      shown: 'rolled back',
      runs: ['stream failed', 'stream rolled back', 'rollback succeeded'],
      pruned: 3,
    });
  });

  test('options that cannot be meant are refused', () => {
    expect(told.refused).toBe('BAD_OPTIONS: there is no option concurency: did you mean concurrency?');
  });

  test('the scripts of an environment: planned, approved, applied, verified and rolled back', () => {
    expect(told).toMatchObject({ pending: 'pending', approved: 'approved', appliedStanding: 'applied' });
    expect(told.plan).toEqual([{ changed: records, errors: [] }]);
    expect(told.applied).toEqual([{ state: 'succeeded', changed: records }]);
    expect(told.verified).toEqual([{ changed: 0, errors: [] }]);
    expect(told.fleetRolledBack).toEqual([{ restored: records }]);
    expect(told.history).toEqual(['approved', 'started', 'succeeded', 'rollback started', 'rolled back']);
  });
});
