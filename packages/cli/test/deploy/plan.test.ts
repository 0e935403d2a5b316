import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '@dynamodb-migrate/ledger';
import { accessDenied, dump, seed, startProxy } from '@dynamodb-migrate/test-tools';
import { addAuth, archive, count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const all = { [names.auth]: addAuth, [names.archive]: archive, [names.count]: count };

/** A fleet with a plan for staging. */
async function planned(scripts: { [file: string]: string } = all, more = {}, how: 'run' | 'start' = 'run') {
  const fleet = await givenFleet(engine, { scripts, ...more });
  await fleet.run(['init']);
  const plan = await fleet[how](['plan', '--out', 'plan.json', '--markdown', 'plan.md']);
  const read = (file: string) => readFileSync(path.join(fleet.dir, file), 'utf8');
  return { ...fleet, plan, read, document: (): Plan => JSON.parse(read('plan.json')) };
}

test('previews every script on top of those before it', async () => {
  const { plan, document, read } = await planned();
  expect(plan.code).toBe(0);
  const { scripts, tables, environment } = document();
  expect({ environment, tables: tables.map(({ name, keys }) => [name, keys]) }).toEqual({
    environment: 'staging',
    tables: ['archive-staging', 'experiments-staging'].map((name) => [name, [{ name: 'id', type: 'S' }]]),
  });
  expect(scripts.map(({ counts }) => counts)).toEqual([
    { records: 6, added: 0, changed: 6, removed: 0, unchanged: 0, failed: 0, writes: 6 },
    { records: 6, added: 2, changed: 0, removed: 2, unchanged: 0, failed: 0, writes: 4 },
    // Two are in the archive by now.
    { records: 4, added: 0, changed: 4, removed: 0, unchanged: 0, failed: 0, writes: 4 },
  ]);
  expect(scripts[1]!.samples.find(({ kind }) => kind === 'added')!.attributes).toContainEqual(
    expect.objectContaining({ path: 'auth' }),
  );
  expect(read('plan.md')).toContain(`| \`${names.archive}\` | \`experiments-staging\` | 6 | 2 | 0 | 2 | 0 |`);
  expect((await dump(engine, 'experiments-staging')).every(({ auth }) => auth === undefined)).toBe(true);
});

test.each([
  [['--out', 'nowhere/plan.json'], 'cannot write nowhere/plan.json: its folder is not there'],
  [['--out', '.'], 'cannot write .: it is a folder'],
  [['--markdown', 'nowhere/plan.md'], 'cannot write nowhere/plan.md: its folder is not there'],
])('%j cannot be written, and nothing is previewed', async (args, message) => {
  const { run } = await givenFleet(engine, { scripts: all });
  const { code, stderr } = await run(['plan', ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${message}\n  Name another file.\n` });
});

test('the same plan always, as the same bytes', async () => {
  const { run, read } = await planned(all, { config: { defaults: { concurrency: 4, segments: 3 } } });
  const first = [read('plan.json'), read('plan.md')];
  await run(['plan', '--out', 'plan.json', '--markdown', 'plan.md']);
  expect([read('plan.json'), read('plan.md')]).toEqual(first);
});

test('what applying it does is what it says', async () => {
  const { run, document } = await planned();
  const applied = await run(['apply', '--plan', 'plan.json', '--tolerance', '0%', '--json']);
  expect(applied.code).toBe(0);
  const counts = (scripts: { counts: object }[]) => scripts.map((script) => script.counts);
  expect(counts(JSON.parse(applied.stdout).scripts)).toEqual(counts(document().scripts));
});

test('reads only, and needs to do no more', async () => {
  const proxy = await startProxy({ to: engine });
  const { run, configure, environment } = await givenFleet(engine, { scripts: all });
  await run(['init']);
  const writes = /^(Put|Update|Delete|BatchWrite|TransactWrite|Create)/;
  proxy.reset((operation) => (writes.test(operation) ? accessDenied : undefined));
  configure({ environments: { staging: { ...environment, endpoint: proxy.endpoint } } });
  expect((await run(['plan'])).code).toBe(0);
  expect(proxy.requests().length).toBeGreaterThan(5);
  expect(proxy.writes()).toEqual([]);
  await proxy.stop();
});

test('values are masked', async () => {
  const secret = `module.exports = async (record, dyno) => { await dyno.putItemAsync({ Item: { ...record, n: 1, email: 'ada@example.com' } }); };
    module.exports.table = 'experiments-\${env}';`;
  const { read, run } = await planned({ [names.auth]: secret }, { config: { redact: ['email'] } });
  expect(read('plan.json')).not.toContain('ada@example.com');
  expect(read('plan.md')).not.toContain('ada@example.com');
  expect(read('plan.md')).toContain('+   email: "(redacted)"');
  expect((await run(['plan', '--hide-values', '--json'])).stdout).toMatch(/"S": "S, 15 bytes"/);
});

test('a script that fails cannot be applied, nor the plan be approved', async () => {
  const failing = addAuth.replace("'SET #auth = :auth'", "'SET #auth = :missing'");
  // It throws where nobody catches.
  const { plan, document, run } = await planned({ [names.auth]: failing, [names.archive]: archive }, {}, 'start');
  expect(plan.code).toBe(1);
  expect(document().scripts.map(({ script }) => script)).toEqual([names.auth]);
  expect(document().scripts[0]!.errors.length).toBeGreaterThan(0);
  expect(await run(['approve', 'plan.json', '--by', 'ada'])).toMatchObject({ code: 2 });
  expect(await run(['apply', '--plan', 'plan.json'])).toMatchObject({ code: 2 });
});

test('a script that loads the SDK itself is not previewed', async () => {
  const own = `const aws = () => require('aws-sdk');\n${count}`;
  const { plan } = await planned({ [names.count]: own });
  expect(plan).toMatchObject({ code: 1, stderr: expect.stringMatching(/aws-sdk/) });
});

test('is told on stdout, apart from what scripts print', async () => {
  const { run } = await planned();
  const json = await run(['plan', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, environment: 'staging' });
  expect(json.stderr).toContain('staging: 6 updated');
  expect((await run(['plan', '--markdown', '-'])).stdout).toMatch(/^<!-- dynamodb-migrate plan: staging -->/);
});

describe('apply refuses what differs from the plan', () => {
  const refusal = async ({ run }: { run: Awaited<ReturnType<typeof planned>>['run'] }) => {
    const { code, stderr } = await run(['apply', '--plan', 'plan.json']);
    expect(code).toBe(2);
    return stderr;
  };

  test('a script that was changed', async () => {
    const fleet = await planned();
    fleet.add({ [names.auth]: `${addAuth}// changed` });
    expect(await refusal(fleet)).toMatch(/add-auth\.js was changed after the plan was made/);
  });

  test('a script that came later', async () => {
    const fleet = await planned();
    fleet.add({ '2022-01-01-late.js': count });
    expect(await refusal(fleet)).toMatch(/2022-01-01-late\.js is pending and not in the plan/);
  });

  test('a ledger that has moved on', async () => {
    const fleet = await planned();
    await fleet.run(['apply']);
    await fleet.run(['rollback', '--last', '--live']);
    expect(await refusal(fleet)).toMatch(/the ledger of staging has moved on since: rolled back .*count\.js by/);
  });

  test('a table that was made anew', async () => {
    const fleet = await planned();
    writeFileSync(
      path.join(fleet.dir, 'plan.json'),
      fleet.read('plan.json').replaceAll(fleet.document().tables[1]!.identity.id!, 'another'),
    );
    expect(await refusal(fleet)).toMatch(/the table experiments-staging has been made anew/);
  });

  test('another environment', async () => {
    const fleet = await planned();
    await fleet.run(['approve', 'plan.json', '--by', 'ada']);
    const { stderr } = await fleet.run(['apply', '--plan', 'plan.json', '--env', 'production']);
    expect(stderr).toMatch(/the plan is for staging, not for production/);
    expect(stderr).not.toMatch(/approve/);
  });
});

test('a run that leaves what was planned is stopped', async () => {
  const { run } = await planned({ [names.count]: count });
  await seed(
    engine,
    'experiments-staging',
    Array.from({ length: 30 }, (_, i) => ({ id: { S: `new${i}` }, n: { N: '0' } })),
  );
  const stopped = await run(['apply', '--plan', 'plan.json', '--tolerance', '20%']);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/more than was planned: writes is 8, planned 6 ± 1; changed is 8, planned 6 ± 1/);
  const written = (await dump(engine, 'experiments-staging')).filter(({ n }) => (n as { N: string }).N === '1');
  expect(written).toHaveLength(8);
  expect((await run(['rollback', '--last', '--live'])).code).toBe(0);
  expect((await dump(engine, 'experiments-staging')).every(({ n }) => (n as { N: string }).N === '0')).toBe(true);
});

test('a protected environment takes an approved plan', async () => {
  const { run } = await givenFleet(engine, { scripts: { [names.count]: count } });
  const production = { env: { K8S_ENV: 'production' } };
  await run(['init'], production);
  expect(await run(['apply'], production)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/production is protected, and it takes an approved plan/),
  });
  await run(['plan', '--out', 'plan.json'], production);
  expect(await run(['apply', '--plan', 'plan.json'], production)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/nobody has approved this plan/),
  });
  expect(await run(['approve', 'plan.json'], production)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--by/),
  });
  expect(await run(['approve', 'plan.json', '--by', 'ada', '--env', 'staging'])).toMatchObject({ code: 2 });
  expect(await run(['approve', 'plan.json', '--by', 'ada'])).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/is approved for production by ada/),
  });
  expect(await run(['apply', '--plan', 'plan.json'], production)).toMatchObject({ code: 0 });
});

test('verify tells what applied scripts would still change', async () => {
  const { run, start } = await planned({ [names.auth]: addAuth });
  await run(['apply']);
  expect(await run(['verify'])).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/1 script of 1 with nothing left/),
  });
  await seed(engine, 'experiments-staging', [{ id: { S: 'late' } }]);
  expect(await start(['verify'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/add-auth\.js would still add 0, change 1 and remove 0/),
  });
});

test('verify looks at scripts that have changed, and names those that it cannot look at', async () => {
  const gone = '2021-05-05T00:00:00Z-gone.js';
  const broken = '2021-05-06T00:00:00Z-broken.js';
  const bare = '2021-05-07T00:00:00Z-bare.js';
  const { run, add, dir } = await planned({
    [names.auth]: addAuth,
    [gone]: addAuth,
    [broken]: addAuth,
    [bare]: addAuth,
  });
  await run(['apply']);
  rmSync(path.join(dir, 'dynamodb-migrations', gone));
  add({
    [names.auth]: addAuth.replace('record.auth', 'record.more').replace("'auth'", "'more'"),
    [broken]: 'module.exports = (',
    [bare]: 'module.exports = (record, dyno, callback) => callback();',
  });
  const { code, stderr } = await run(['verify']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/add-auth\.js was changed since it was applied; verified as it is now/);
  expect(stderr).toMatch(/add-auth\.js would still add 0, change 6 and remove 0/);
  expect(stderr).toMatch(/gone\.js cannot be verified: its file is gone/);
  expect(stderr).toMatch(/broken\.js cannot be verified: it cannot be loaded/);
  expect(stderr).toMatch(/bare\.js cannot be verified: it names no table/);
});
