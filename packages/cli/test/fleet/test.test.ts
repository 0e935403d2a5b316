import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTable, dump, seed, uniqueName } from '@dynamodb-migrate/test-tools';
import { addAuth, bump, scripts, useFleet } from './given';

const { engine, given } = useFleet();

const stem = addAuth.replace('.js', '');
const fixture = '{"id":"a","n":1}\n{"id":{"S":"b"},"auth":{"BOOL":true}}\n';
const withFixture = { ...scripts, [`${stem}.fixture.ndjson`]: fixture };

async function documentOf(running: Promise<{ stdout: string; code: number | null }>) {
  const { stdout, code } = await running;
  return { code, ...JSON.parse(stdout) };
}

test('a script that does as it should', async () => {
  const { run } = given(withFixture);
  const { code, stdout } = await run(['test'], { K8S_ENV: 'production' });
  expect(code).toBe(0);
  expect(stdout).toBe(`${addAuth}: passed
  experiments-test: 2 records, key id
  ✓ dry run
  ✓ live run: 0 added, 1 changed, 0 removed
    ~ id "a"
        auth  + BOOL true
  ✓ idempotent: a second run changes nothing
  ✓ rolled back to the start
`);
});

test('what is expected: written down, met, and no more', async () => {
  const { run, folder } = given(withFixture);
  const expected = `${folder}/${stem}.expected.ndjson`;
  expect(await documentOf(run(['test', 'add-auth', '--update', '--json']))).toMatchObject({
    scripts: [{ passed: true, written: [expected] }],
  });
  expect(readFileSync(expected, 'utf8')).toBe(
    '{"id":{"S":"a"},"n":{"N":"1"},"auth":{"BOOL":true}}\n{"id":{"S":"b"},"auth":{"BOOL":true}}\n',
  );
  expect(await documentOf(run(['test', addAuth, '--json']))).toMatchObject({
    code: 0,
    environment: 'test',
    scripts: [
      { asExpected: true, idempotent: true, counts: { added: 0, changed: 1, removed: 0 }, rolledBack: { ok: true } },
    ],
  });
  writeFileSync(expected, '{"id":"a","n":2,"auth":true}\n{"id":"b","auth":true}\n');
  const { code, stdout, stderr } = await run(['test', `dynamodb-migrations/${addAuth}`]);
  expect(code).toBe(1);
  expect(stdout).toContain(
    '✗ not as expected; from what is expected to what came out:\n    ~ id "a"\n        n  N 2 → N 1\n',
  );
  expect(stderr).toBe('1 of 1 script failed\n');
});

test('a script that is not idempotent says so, and passes', async () => {
  const { run } = given({ ...scripts, [`${bump.replace('.js', '')}.fixture.ndjson`]: fixture });
  const document = await documentOf(run(['test', 'bump', '--json']));
  expect(document).toMatchObject({
    code: 0,
    scripts: [
      { passed: true, idempotent: false, again: { ok: true, changes: [{ kind: 'changed' }, { kind: 'changed' }] } },
    ],
  });
});

test('a script that cannot do without a client, and one that fails', async () => {
  const { run } = given({
    '2021-01-01-unguarded.js': 'module.exports = (r, dyno, done) => dyno.putItem({ Item: { ...r, x: 1 } }, done);',
    '2021-01-01-unguarded.fixture.ndjson': fixture,
    '2021-01-02-failing.js': `module.exports = (r, dyno, done) => {
      if (!dyno) return done();
      dyno.putItem({ Item: { ...r, x: 1 } }, () => done(new Error('broken half way')));
    };`,
    '2021-01-02-failing.fixture.ndjson': fixture,
  });
  const { code, stdout } = await run(['test']);
  expect(code).toBe(1);
  const [unguarded, failing] = stdout.split('\n\n');
  expect(unguarded).toMatch(/^2021-01-01-unguarded\.js: failed\n/);
  expect(unguarded).toMatch(/✗ dry run\n +record id "[ab]": TypeError: .*null.*putItem/);
  expect(unguarded).toContain('✓ live run: 0 added, 2 changed, 0 removed');
  expect(failing).toMatch(/✗ live run\n +record id "[ab]": broken half way/);
  expect(failing).toContain('✓ rolled back to the start');
  expect(failing).not.toContain('idempotent');
});

test('a client of the script’s own, and another table, never leave the machine', async () => {
  const { run } = given({
    '2021-01-01-own.js': `const other = require('dyno')({ table: 'audit', region: 'eu-west-1' });
      module.exports = (r, dyno, done) => {
        if (!dyno) return done();
        other.putItem({ Item: { id: r.id, seen: process.env.K8S_ENV } }, done);
      };
      module.exports.table = 'people-\${env}';`,
    '2021-01-01-own.fixture.ndjson': '{"id":"a"}\n',
    '2021-01-01-own.audit.fixture.ndjson': '{"id":"z"}\n',
  });
  const { code, scripts: tried } = await documentOf(run(['test', '--json']));
  expect(code).toBe(0);
  expect(tried).toMatchObject([
    {
      tables: [{ table: 'people-test' }, { table: 'audit' }],
      changes: [{ table: 'audit', kind: 'added', attributes: [{ path: 'seen', after: { S: 'test' } }] }],
      rolledBack: { ok: true },
    },
  ]);
});

test('a script of two tables runs over both, and needs a fixture of each', async () => {
  const files = {
    '2021-01-01-two.js': `module.exports = (r, dyno, done) => (dyno ? dyno.putItem({ Item: { ...r, x: 1 } }, done) : done());
      module.exports.table = ['one-\${env}', 'two-\${env}'];`,
    '2021-01-01-two.fixture.ndjson': '{"id":"a"}\n',
  };
  const { code, stderr } = await given(files).run(['test']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('2021-01-01-two.js runs over two-test, too, which has no fixture'),
  });
  const { run } = given({ ...files, '2021-01-01-two.two-test.fixture.ndjson': '{"day":3,"at":4}\n{"day":3,"at":5}\n' });
  expect(await documentOf(run(['test', '--json']))).toMatchObject({
    code: 0,
    scripts: [
      {
        counts: { changed: 3 },
        tables: [
          { table: 'one-test', key: ['id'] },
          { table: 'two-test', key: ['day', 'at'] },
        ],
        rolledBack: { ok: true, left: [] },
      },
    ],
  });
});

test('a sample is taken, redacted, and kept as the fixture', async () => {
  const name = uniqueName('people');
  const settings = { redact: ['email', 'phones[*].number'] };
  const { run, folder, root } = given(
    {
      '2021-01-01-mark.js': `module.exports = (r, dyno, done) => {
        if (!dyno || r.marked) return done();
        dyno.putItem({ Item: { ...r, marked: true } }, done);
      };
      module.exports.table = '${name}-\${env}';`,
    },
    settings,
  );
  const table = await createTable(engine, { name: `${name}-staging`, hash: ['email', 'S'], range: ['n', 'N'] });
  const items = [1, 2, 3].map((n) => ({
    n: { N: String(n) },
    email: { S: `p${n}@example.com` },
    phones: { L: [{ M: { number: { N: '5551234' }, kind: { S: 'home' } } }] },
  }));
  await seed(engine, table, items);
  const taken = await run(['test', 'mark', '--sample', '2', '--env', 'staging', '--update']);
  expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining(`${table}: 2 records, key email and n`) });
  expect(await dump(engine, table)).toEqual(items);
  const kept = readFileSync(`${folder}/2021-01-01-mark.fixture.ndjson`, 'utf8');
  expect(kept).not.toMatch(/example\.com|5551234/);
  expect(kept.split('\n')[0]).toMatch(
    /^\{"email":\{"S":"\(redacted 1\)"\},"n":\{"N":"\d"\},"phones":\{"L":\[\{"M":\{"number":\{"N":"0"\},"kind":\{"S":"home"\}/,
  );
  // From now on without the environment.
  writeFileSync(`${root}/dynamodb-migrate.config.json`, '{}');
  expect(await documentOf(run(['test', '--json']))).toMatchObject({
    code: 0,
    scripts: [{ asExpected: true, tables: [{ records: 2, key: ['email', 'n'] }] }],
  });
});

test.each([
  ['never calls back', "record.id === 'b' ? undefined : callback()", /never called back for id "b"/],
  ['never waits', '{ while (true); }', /no sign of life for 6 s/],
  ['never ends', 'callback()', /the run is over, but something that the script began never ends/],
])(
  'a script that %s, with a timer that is alive, fails in time',
  async (_name, body, message) => {
    const { run } = given({
      '2021-01-01-stuck.js': `setInterval(() => {}, 1000);\nmodule.exports = (record, dyno, callback) => ${body};\n`,
      '2021-01-01-stuck.fixture.ndjson': '{"id":"a"}\n{"id":"b"}\n',
    });
    const { code, stdout } = await run(['test', '--timeout', '3s']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ dry run\n/);
    expect(stdout).toMatch(message);
  },
  60_000,
);

describe('a script that cannot be tried', () => {
  const sound = 'module.exports = (record, dyno, callback) => callback();\n';
  const files = {
    '2021-01-01-short.js': `${sound}module.exports.table = 'x';\n`,
    '2021-01-01-short.fixture.ndjson': '{"id":"a"}\n',
    '2021-01-02-line.js': sound,
    '2021-01-02-line.fixture.ndjson': '{"id":"a"}\n5\n',
    '2021-01-03-sound.js': sound,
    '2021-01-03-sound.fixture.ndjson': '{"id":"a"}\n',
  };

  test('fails alone, in a sentence', async () => {
    const { run } = given(files);
    const { code, stdout, stderr } = await run(['test']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '2 of 3 scripts failed\n' });
    const [short, line, last] = stdout.split('\n\n');
    expect(short).toBe(
      '2021-01-01-short.js: failed\n  ✗ TableName must be at least 3 characters long and at most 255 characters long',
    );
    expect(line).toMatch(/^2021-01-02-line\.js: failed\n {2}✗ line 2 of \S+ is no item: 5$/);
    expect(last).toMatch(/^2021-01-03-sound\.js: passed\n/);
    expect(JSON.parse((await run(['test', '--json'])).stdout).scripts).toMatchObject([
      { script: '2021-01-01-short.js', passed: false, error: { message: expect.stringMatching(/^TableName/) } },
      { script: '2021-01-02-line.js', passed: false, error: { message: expect.stringMatching(/^line 2 /) } },
      { script: '2021-01-03-sound.js', passed: true },
    ]);
  });

  test('is all that there is to say where it is alone', async () => {
    const { code, stderr } = await given(files).run(['test', 'short']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: TableName must be .* long\n$/),
    });
  });
});

describe('what is asked for in vain', () => {
  test.each([
    [['test'], 'no script in ', '--sample 20'],
    [['test', 'bump'], 'there is no 2021-06-04T12:41:17Z-bump.fixture.ndjson beside the script', '--sample'],
    [['test', 'bmp'], 'there is no script bmp: did you mean bump?', 'file name'],
    [['test', '--timeout', 'soon'], '--timeout must be a time such as 30m, 12h or 90d, not "soon"', ''],
    [['test', '--sample', '2'], '--sample needs a script', ''],
    [['test', 'bump', '--sample', '0'], '--sample must be a positive whole number, not "0"', ''],
    [['test', 'bump', '--sample', '2'], 'which environment? Give --env, or set K8S_ENV', ''],
    [['test', 'bump', '--sample', '2', '--env', 'staging'], 'there is no table experiments-staging in ', ''],
  ])('%j', async (args, message, hint) => {
    const { code, stderr } = await given().run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(stderr).toContain(hint);
  });

  test.each([
    ['{"id":{"a":1}}\n', 'the key of experiments-test cannot be told from the records'],
    ['{"id":"a"}\n{"id":"a"}\n', 'the key of experiments-test cannot be told from the records'],
    ['{"id":\n', 'is not JSON'],
  ])('fixture %j', async (text, message) => {
    const { code, stderr } = await given({ ...scripts, [`${stem}.fixture.ndjson`]: text }).run(['test']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

test('what the documentation shows is so', async () => {
  const page = readFileSync(path.join(__dirname, '../../../../docs/testing-a-script.md'), 'utf8');
  const block = (kind: string) => new RegExp(`\`\`\`${kind}\n([^\`]+)\`\`\``).exec(page)![1]!;
  const { start } = given({
    '2021-05-04T124117Z-add-auth.js': block('js'),
    '2021-05-04T124117Z-add-auth.fixture.ndjson': block('json'),
  });
  expect(await start(['test', 'add-auth'])).toMatchObject({ code: 0, stdout: block('text') });
});
