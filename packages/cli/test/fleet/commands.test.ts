import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMain, tempDir } from '@dynamodb-migrate/test-tools';
import { addAuth, applied, bump, by, noTable, useFleet } from './given';

const { engine, given } = useFleet();

describe('init', () => {
  test('makes the table once', async () => {
    const { run, table } = given();
    const first = await run(['init', '--env', 'staging', '--json']);
    expect(JSON.parse(first.stdout)).toEqual({ table, region: 'us-east-1', created: true });
    expect((await engine.send('DescribeTable', { TableName: table })).Table.TableStatus).toBe('ACTIVE');
    const second = await run(['init', '--env', 'production']);
    expect(second).toMatchObject({ code: 0, stderr: `the ledger us-east-1/${table} is there already\n` });
  });

  test.each([
    ['cloudformation', /Type: AWS::DynamoDB::Table[\s\S]* TableName: ledger-\d+\n/],
    ['terraform', /resource "aws_dynamodb_table"[\s\S]* name += "ledger-\d+"/],
  ])('prints %s and makes nothing', async (kind, text) => {
    const { run, table } = given();
    expect(await run(['init', '--print', kind, '--env', 'staging'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(text),
    });
    expect((await engine.send('ListTables', {})).TableNames).not.toContain(table);
  });

  test('knows no other text', async () => {
    const { code, stderr } = await given().run(['init', '--print', 'pulumi', '--env', 'staging']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--print must be cloudformation or terraform, not "pulumi"'),
    });
  });

  test('needs an environment', async () => {
    const { code, stderr } = await given().run(['init']);
    expect(code).toBe(2);
    expect(stderr).toContain('which environment? Give --env, or set K8S_ENV');
  });
});

describe('history', () => {
  test('of all scripts or one, oldest first', async () => {
    const { run, ledger } = given();
    await ledger.init();
    await applied(ledger, 'staging', addAuth, 'aa'.repeat(32));
    await applied(ledger, 'staging', bump, 'bb'.repeat(32));
    const all = await run(['history', '--env', 'staging']);
    expect(all.code).toBe(0);
    const lines = all.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[2]).toMatch(/^\S+ \S+ +succeeded +\S+add-auth\.js +ada +run-of-\S+ +3 records, 2 changed, 4\.0 s$/);
    for (const script of ['bump', bump, `dynamodb-migrations/${bump}`]) {
      const one = await run(['history', script, '--env', 'staging', '--json']);
      expect(JSON.parse(one.stdout)).toMatchObject([
        { sequence: 3, kind: 'started', script: bump, by },
        { sequence: 4, kind: 'succeeded', script: bump, counts: { records: 3, changed: 2 } },
      ]);
    }
  });

  test('of what nothing has happened to, and of what nobody knows', async () => {
    const { run, ledger } = given();
    await ledger.init();
    expect(await run(['history', 'no-table', '--env', 'staging'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `nothing has happened to ${noTable} in staging yet\n`,
    });
    const { code, stderr } = await run(['history', 'add-auht', '--env', 'staging']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('there is no script add-auht: did you mean add-auth?'),
    });
  });
});

describe('unlock', () => {
  test('what nobody has locked', async () => {
    const { run, ledger } = given();
    await ledger.init();
    expect(await run(['unlock', '--env', 'staging'])).toMatchObject({ code: 0, stderr: 'nobody has locked staging\n' });
  });

  test('breaks a lock only by force, says what that broke, and records it', async () => {
    const { run, ledger } = given();
    await ledger.init();
    const lease = await ledger.acquireLease({ environment: 'staging', owner: 'apply by ada on build-7' });
    await ledger.record('staging', { kind: 'started', script: addAuth, by }, lease);
    const refused = await run(['unlock', '--env', 'staging']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('staging is locked by apply by ada on build-7 since ');
    const { code, stderr } = await run(['unlock', '--force', '--env', 'staging']);
    expect(code).toBe(0);
    expect(stderr).toContain('broke the lock on staging of apply by ada on build-7, who has had it since ');
    expect(stderr).toContain(`${addAuth} was being worked on`);
    expect((await ledger.state('staging')).lease).toBeUndefined();
    const history = JSON.parse((await run(['history', '--env', 'staging', '--json'])).stdout);
    expect(history.at(-1)).toMatchObject({ kind: 'unlocked', details: { scripts: [addAuth] } });
    await lease.release();
  });
});

describe('iam-policy', () => {
  const actions = ({ stdout }: { stdout: string }) =>
    JSON.parse(stdout).Statement.flatMap(({ Action }: { Action: string[] }) => Action);

  test('of plan reads only, and covers what scripts name', async () => {
    const { run, table } = given();
    const plan = await run(['iam-policy', '--command', 'plan', '--env', 'production', '--account', '123456789012']);
    expect(plan.code).toBe(0);
    expect(plan.stderr).toContain(`${noTable} names no table, so it is not covered`);
    expect(plan.stdout).toContain('arn:aws:dynamodb:us-east-1:123456789012:table/experiments-production');
    expect(plan.stdout).toContain(`:table/${table}`);
    expect(actions(plan).filter((action: string) => /Put|Update|Delete|Write/.test(action))).toEqual([]);
    const apply = await run(['iam-policy', '--env', 'production']);
    expect((await run(['iam-policy', '--env', 'production', '--json'])).stdout).toBe(apply.stdout);
    expect(actions(apply)).toEqual(expect.arrayContaining(['dynamodb:PutItem', 'dynamodb:UpdateItem']));
  });

  test.each([
    [['--command', 'verify'], '--command must be plan or apply, not "verify"'],
    [['--account', '12'], '--account must be a number of 12 digits'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await given().run(['iam-policy', '--env', 'staging', ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('lint', () => {
  test('tells what it finds, and where', async () => {
    const { run } = given({
      [addAuth]: 'module.exports = (record, dyno, callback) => {\n  dyno.putItem({ Item: record }, callback);\n};\n',
      'helper.js': 'module.exports = 1;\n',
    });
    const { code, stdout, stderr } = await run(['lint']);
    expect(code).toBe(1);
    expect(stdout).toContain('helper.js: warning: is taken for no migration');
    expect(stdout).toMatch(/add-auth\.js:2: warning: .*dry run.* \(guard\)/);
    expect(stdout).toMatch(/add-auth\.js:2: note: puts the whole record back, .* \(whole-record\)/);
    expect(stderr).toContain('1 script: 3 findings');
    const { findings, scripts } = JSON.parse((await run(['lint', '--json'])).stdout);
    expect({ findings, scripts }).toMatchObject({
      scripts: 1,
      findings: [{ rule: 'name' }, { rule: 'guard', line: 2 }, { rule: 'whole-record', severity: 'note', line: 2 }],
    });
  });

  test('a note fails nothing', async () => {
    const { run } = given({
      [addAuth]: `module.exports = (record, dyno, callback) => (dyno ? dyno.putItem({ Item: record }, callback) : callback());\n`,
    });
    expect(await run(['lint'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('note: puts the whole record'),
    });
  });

  test('finds nothing', async () => {
    const { run } = given({ [noTable]: 'module.exports = (record, dyno, callback) => callback();\n' });
    expect(await run(['lint'])).toMatchObject({ code: 0, stdout: '' });
  });

  test('compares with the main branch', async () => {
    const { run, root, folder } = given({ [bump]: 'module.exports = (record, dyno, callback) => callback();\n' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    execFileSync('cp', [path.join(folder, bump), path.join(folder, addAuth)]);
    const { code, stdout } = await run(['lint', '--base', 'main']);
    expect(code).toBe(1);
    expect(stdout).toContain(`${addAuth}: error: is new, but comes before ${bump}, which is on main already (order)`);
  });

  test('refuses a base that is not there, and says when there is none', async () => {
    const { run, root } = given({ [noTable]: 'module.exports = (record, dyno, callback) => callback();\n' });
    expect((await run(['lint'])).stderr).toBe('1 script: 0 findings\n');
    execFileSync('git', ['init', '--quiet', '--initial-branch=topic'], { cwd: root });
    const { code, stderr } = await run(['lint', '--base', 'origin/mian']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('git knows no branch or commit origin/mian here'),
    });
    const without = await run(['lint', '--json']);
    expect(without).toMatchObject({ code: 0, stderr: expect.stringContaining('compared with no branch') });
    expect(JSON.parse(without.stdout)).toEqual({ scripts: 1, findings: [] });
  });

  test('where there is no folder', async () => {
    const { code, stderr } = await given({}).run(['lint']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('cannot read the folder of scripts'),
    });
  });
});

describe('new', () => {
  test('a script as the folder has them, and a test of it', async () => {
    const { run, root } = given();
    const { code, stdout } = await run(['new', 'Drop the old', '--table', `experiments-\${env}`]);
    expect(code).toBe(0);
    const [script, test] = stdout.split('\n');
    expect(script).toMatch(/^dynamodb-migrations\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ-drop-the-old\.js$/);
    expect(test).toBe(script!.replace(/\.js$/, '.test.js'));
    expect(readFileSync(path.join(root, script!), 'utf8')).toContain(`module.exports.table = 'experiments-\${env}'`);
    const status = await run(['lint', '--json']);
    expect(
      JSON.parse(status.stdout).findings.filter((one: any) => `dynamodb-migrations/${one.script}` === script),
    ).toEqual([]);
  });

  test('in a folder that is not there yet, without a configuration', async () => {
    const dir = tempDir();
    const { stdout } = await runMain(['new', 'add-auth', '--ts', '--json'], { cwd: dir });
    const { files } = JSON.parse(stdout);
    expect(files).toEqual([
      expect.stringMatching(/T\d{6}Z-add-auth\.ts$/),
      expect.stringMatching(/T\d{6}Z-add-auth\.test\.js$/),
    ]);
    expect(path.dirname(files[0])).toBe(path.join(dir, 'dynamodb-migrations'));
    expect(existsSync(files[1])).toBe(true);
  });

  test.each([
    [['new'], 'must specify a name for the script'],
    [['new', '!!!'], '"!!!" is no name for a script'],
    [['new', 'a', 'b'], 'b is nothing that new knows'],
    [['new', 'a', '--ts', '--legacy'], '--ts and --legacy exclude each other'],
    [['new', 'a', '--config', 'other.js'], 'there is no configuration other.js'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await given().run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

test('what needs a configuration says so', async () => {
  const cwd = tempDir();
  for (const command of ['status', 'init', 'history', 'unlock', 'iam-policy']) {
    const { code, stderr } = await runMain([command, '--env', 'staging'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`there is no dynamodb-migrate.config.js in ${cwd} or a folder above it`),
    });
  }
});
