import { createTable, type MainOptions, runBin, runMain } from '@dynamodb-migrate/test-tools';
import { useEngine } from '../given';

const { engine, dir, given } = useEngine();
const noop = 'module.exports = (record, dyno, callback) => callback();';

function bin(args: string[], options: MainOptions = {}) {
  return runMain(args, { cwd: dir, ...options });
}

describe('what cannot start', () => {
  test.each<[string, string[], string]>([
    ['no method', [], 'method must be one of scan, stream'],
    ['an unknown method', ['frobnicate', 'r/t', 's.js'], 'method must be one of scan, stream'],
    ['no database', ['scan'], 'must specify region/database to work against'],
    ['no script', ['scan', 'local/t'], 'must specify a migration script'],
    ['a script that is not there', ['scan', 'local/t', 'no.js'], 'invalid migration script path'],
    ['a region without a table', ['scan', 'local', 'there.js'], '"local" is not region/table'],
    ['a table without a region', ['scan', '/t', 'there.js'], '"/t" is not region/table'],
    [
      '--concurrency abc',
      ['scan', 'local/t', 'there.js', '--concurrency', 'abc'],
      '--concurrency must be a whole number',
    ],
    ['--concurrency=-1', ['scan', 'local/t', 'there.js', '--concurrency=-1'], '--concurrency must be a whole number'],
    [
      '--concurrency 1.5',
      ['scan', 'local/t', 'there.js', '--concurrency', '1.5'],
      '--concurrency must be a whole number',
    ],
    ['--concurrency alone', ['scan', 'local/t', 'there.js', '--concurrency'], '--concurrency needs a value'],
    ['--lvie', ['scan', 'local/t', 'there.js', '--lvie'], 'did you mean --live?'],
  ])('%s', async (_, args, message) => {
    await given(noop, { name: 'there.js' });
    const { code, stdout, stderr } = await bin(args);
    expect(stderr).toContain(`error: `);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('a script without its extension', async () => {
    await given(noop, { name: 'there.js' });
    expect(await bin(['scan', 'local/t', 'there'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('invalid migration script path'),
    });
  });
});

test('--help is on stdout, with exit code 0', async () => {
  const { code, stdout, stderr } = await runBin(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('dynamodb-migrate scan <database> <script>');
});

test.each([
  [['help'], ['--help']],
  [
    ['help', 'scan'],
    ['scan', '--help'],
  ],
  [['-h'], ['--help']],
])('%j is %j', async (args, same) => {
  const { code, stdout } = await bin(args);
  expect(code).toBe(0);
  expect(stdout).toBe((await bin(same)).stdout);
});

test.each([
  ['scna', 'Did you mean scan?'],
  ['help', 'Did you mean rollback?', 'rollbck'],
])('a slip of a method: %s', async (method, hint, ...more) => {
  const { code, stdout, stderr } = await bin([method, ...more]);
  expect(stderr).toMatch(/^error: method must be one of scan, stream, /);
  expect(stderr).toContain(hint);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test.each(['bash', 'zsh'])('completion %s prints a script', async (shell) => {
  const { code, stdout, stderr } = await runBin(['completion', shell]);
  expect(stdout).toMatch(/^_dynamodb_migrate\(\) \{$/m);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('what follows the table in region/table/more is ignored', async () => {
  const { table, script } = await given(noop);
  const { code, stderr } = await bin(['scan', `us-east-1/${table}/more`, script, '--endpoint', engine.endpoint]);
  expect(stderr).toMatch(/^dry run: 3 records/);
  expect(code).toBe(0);
});

test('a script path may be relative to the working directory', async () => {
  const { table } = await given(noop, { name: 'relative.js' });
  expect(await bin(['scan', `us-east-1/${table}`, './relative.js', '--endpoint', engine.endpoint])).toMatchObject({
    code: 0,
  });
});

test('the script sees process.argv as it is, -c and other unknown flags included', async () => {
  const { table, script } = await given(`
    module.exports = (record, dyno, callback) => callback();
    module.exports.finish = (dyno, callback) => { console.log(JSON.stringify(process.argv.slice(2))); callback(); };`);
  const args = ['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, '-c', '5', '--env=local'];
  const { code, stdout, stderr } = await runBin(args, { cwd: dir });
  expect(JSON.parse(stdout)).toEqual(args);
  expect(stderr).toMatch(/^warning: left to the script, as no flag of scan: /);
  expect(code).toBe(0);
});

describe('what is live, and what is not', () => {
  test.each<[string[], boolean]>([
    [['--live'], true],
    [['--live', 'true'], true],
    [['--live', 'false'], false],
    [['--live=false'], false],
    [['--live='], false],
    [['--live', '0'], false],
    [['--no-live'], false],
  ])('%j', async (flags, live) => {
    const { run } = await given('module.exports = async (record, dyno) => console.log(dyno !== null);', { records: 1 });
    expect(await run(flags)).toMatchObject({ code: 0, stdout: `${live}\n` });
  });

  test('--live before the method, and before the script', async () => {
    const { table, script } = await given('module.exports = async (record, dyno) => console.log(dyno !== null);');
    const rest = ['--endpoint', engine.endpoint];
    for (const args of [
      ['--live', 'scan', `us-east-1/${table}`, script, ...rest],
      ['scan', `us-east-1/${table}`, '--live', script, ...rest],
    ]) {
      expect(await bin(args)).toMatchObject({ code: 0, stdout: 'true\ntrue\ntrue\n' });
    }
  });

  test('--dyno changes nothing about scan', async () => {
    const { run } = await given('module.exports = async ({ n }, dyno) => console.log(n, dyno);', { records: 1 });
    expect(await run(['--dyno'])).toMatchObject({ code: 0, stdout: '1 null\n' });
  });
});

test('region local brings credentials of its own', async () => {
  await createTable(engine, { name: 'localtable' });
  const { script } = await given(noop);
  const nobody = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
  const { code, stderr } = await bin(['scan', 'local/localtable', script, '--endpoint', engine.endpoint], {
    env: nobody,
  });
  expect(stderr).toMatch(/^dry run: 0 records/);
  expect(code).toBe(0);
});

test('the package exports its function and nothing else', () => {
  const { exports } = require('../../package.json');
  expect(Object.keys(exports)).toEqual(['.', './package.json']);
});
