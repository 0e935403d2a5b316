import { setTimeout as sleep } from 'node:timers/promises';
import { runBin } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine, given, seen } = useEngine();

const slow = `
  let n = 0;
  module.exports = (record, dyno, callback) => {
    console.log('begun', ++n);
    setTimeout(() => dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }, callback), 150);
  };
  module.exports.finish = () => console.log('finish');`;

async function started(args: string[] = ['--live']) {
  const { table, script } = await given(slow, { records: 200 });
  const running = runBin(['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, ...args]);
  await new Promise<void>((resolve) => running.child.stdout!.once('data', () => resolve()));
  return { table, running };
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s lets what is in flight settle and ends with %d', async (signal, expected) => {
  const { table, running } = await started();
  running.child.kill(signal);
  const { code, stdout, stderr } = await running;
  const begun = stdout.match(/begun/g)!.length;
  expect(code).toBe(expected);
  expect(await seen(table)).toBe(begun);
  expect(begun).toBeLessThan(200);
  expect(stderr).toMatch(new RegExp(`live: stopped by ${signal} after ${begun} records?, ${begun} UpdateItem, in `));
  expect(stdout).not.toContain('finish');
});

test('a second signal ends at once', async () => {
  const { table, script } = await given('module.exports = () => { console.log(1); setInterval(() => {}, 1000); };');
  const running = runBin(['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint]);
  await new Promise<void>((resolve) => running.child.stdout!.once('data', () => resolve()));
  running.child.kill('SIGINT');
  await sleep(200);
  running.child.kill('SIGTERM');
  expect(await running).toMatchObject({ code: 143 });
});

test('a signal while stdin is silent', async () => {
  const { script } = await given('module.exports = async () => console.log(1);');
  const running = runBin(['stream', 'us-east-1/t', script, '--dyno'], { input: null });
  running.child.stdin!.write('{}\n');
  await new Promise<void>((resolve) => running.child.stdout!.once('data', () => resolve()));
  running.child.kill('SIGINT');
  const { code, stderr } = await running;
  expect(stderr).toMatch(/dry run: stopped by SIGINT after 1 record /);
  expect(code).toBe(130);
});

test('a closed stdout stops the run', async () => {
  const { running } = await started();
  running.child.stdout!.destroy();
  const { code, stderr } = await running;
  expect(stderr).toMatch(/live: stopped by a closed stdout after \d+ records?, /);
  expect(stderr).not.toMatch(/EPIPE|at /);
  expect(code).toBe(1);
});

test('nothing of ours is on stdout, and nothing of the SDK on stderr', async () => {
  const { start } = await given('module.exports = (record, dyno, callback) => callback();');
  const { stdout, stderr } = await start(['--live', '--concurrency', '50']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^live: 3 records, in [^\n]*\nrun [^\n]*\n$/);
});

test('--help loads neither the SDK nor dynalite, nor the engine', async () => {
  const { code, stdout } = await runBin(['--help'], {
    env: { NODE_OPTIONS: `--require ${JSON.stringify(require.resolve('./fixtures/print-modules.cjs'))}` },
  });
  expect(code).toBe(0);
  expect(stdout).toContain('dynamodb-migrate scan <database> <script>');
  expect(stdout).not.toMatch(/loaded .*(@aws-sdk|@smithy|dynalite|jiti)/);
  expect(stdout).not.toMatch(/loaded .*packages\/(core|runner|ledger|fleet|local|legacy-adapter|dyno-compat|syntax)\//);
  expect(stdout).not.toMatch(/loaded .*node_modules/);
  expect(stdout).toMatch(/loaded .*bin\/migrate\.js/);
});
