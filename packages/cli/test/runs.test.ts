import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createTable,
  type Engine,
  type EngineProxy,
  onOperations,
  runBin,
  runMain,
  seed,
  silence,
  startDynalite,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

const increment = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  const by = record.id === 'r2' && process.env.SPOIL ? 'one' : 1;
  dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': by } }, callback);
};`;

let engine: Engine;
let proxy: EngineProxy;
let dir: string;
let table: string;

beforeAll(async () => {
  engine = await startDynalite();
  proxy = await startProxy({ to: engine });
});
afterAll(async () => {
  await proxy.stop();
  await engine.stop();
});
beforeEach(async () => {
  proxy.reset();
  dir = tempDir();
  writeFiles(dir, { 'add-one.js': increment });
  table = await createTable(engine);
  await seed(
    engine,
    table,
    ['r1', 'r2', 'r3'].map((id) => ({ id: { S: id }, n: { N: '1' } })),
  );
});

const bin = (...args: string[]) => runMain(args, { cwd: dir });
/** The same in a process of its own. */
const start = (...args: string[]) => runBin(args, { cwd: dir });
const line = (...flags: string[]) => [
  ...['scan', `us-east-1/${table}`, './add-one.js', '--endpoint', proxy.endpoint],
  ...flags,
];
const scan = (env: { [name: string]: string } = {}, ...flags: string[]) => runMain(line(...flags), { cwd: dir, env });
const folder = () => path.join(dir, '.dynamodb-migrate/runs');
const json = async (...args: string[]) => JSON.parse((await bin(...args, '--json')).stdout);

/** Rewrites run.json as time would. */
function rewrite(id: string, change: object): void {
  const file = path.join(folder(), id, 'run.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
}

test('no runs', async () => {
  expect(await bin('runs')).toEqual({
    code: 0,
    signal: null,
    stdout: '',
    stderr: 'there is no run in .dynamodb-migrate\n',
  });
  expect(await bin('runs', '--json')).toMatchObject({ code: 0, stdout: '[]\n' });
  expect(await start('show', 'last')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^error: /) });
  expect((await scan()).code).toBe(0);
  expect(await json('runs')).toEqual([]);
});

test.each(['.dynamodb-migrate', 'kept/runs'])(
  'runs are where the configuration says, from a subfolder too: %s',
  async (state) => {
    const sub = path.join(dir, 'a/b');
    mkdirSync(sub, { recursive: true });
    const configured = state === '.dynamodb-migrate' ? {} : { state };
    writeFiles(dir, { 'dynamodb-migrate.config.json': JSON.stringify(configured) });
    const below = (...args: string[]) => runMain(args, { cwd: sub });
    const live = await below('scan', `us-east-1/${table}`, '../../add-one.js', '--endpoint', proxy.endpoint, '--live');
    expect(live.code).toBe(0);
    const [id] = readdirSync(path.join(dir, state, 'runs'));
    expect(readdirSync(sub)).toEqual([]);
    for (const at of [bin, below]) {
      expect(JSON.parse((await at('runs', '--json')).stdout)).toMatchObject([{ id }]);
      expect(JSON.parse((await at('show', 'last', '--json')).stdout)).toMatchObject({ id });
    }
    expect((await below('tune', id!, '--pause')).stderr).toContain(`run ${id} is succeeded`);
    expect(await below('rollback', 'last', '--live')).toMatchObject({ code: 0 });
    expect((await below('runs', '--state', 'other')).stderr).toBe('there is no run in other\n');
  },
);

test('a configuration that cannot be read keeps runs from being looked for anywhere else', async () => {
  writeFiles(dir, { 'dynamodb-migrate.config.json': '{"sate": "kept"}' });
  expect(await bin('runs')).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean state?') });
  expect(await bin('runs', '--state', 'kept')).toMatchObject({ code: 0 });
});

test('a live run and its rollback, listed and told', async () => {
  await scan({}, '--live', '--segments', '2');
  await bin('rollback', 'last', '--live');
  const [id, own] = readdirSync(folder()).sort();

  const listed = await json('runs');
  expect(listed).toMatchObject([
    {
      id,
      state: 'rolled back',
      command: 'scan',
      table,
      region: 'us-east-1',
      script: './add-one.js',
      live: true,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      counts: { records: 3, UpdateItem: 3 },
      rolledBackBy: own,
    },
    { id: own, state: 'succeeded', rollbackOf: id, table, live: true, counts: { restored: 3 } },
  ]);

  const { stdout, stderr, code } = await start('runs');
  const lines = stdout.trimEnd().split('\n');
  expect({ code, stderr, lines: lines.length }).toEqual({ code: 0, stderr: '', lines: 3 });
  expect(lines[0]).toMatch(/^when +run +by +what +table +mode +state +counts +rolled back by$/);
  expect(lines[1]).toMatch(
    new RegExp(
      `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  ${id} .* scan add-one\\.js .* us-east-1/${table} +live +rolled back +3 records, 3 UpdateItem +${own}$`,
    ),
  );
  expect(lines[2]).toMatch(new RegExp(` rollback of ${id} .* rollback +succeeded +3 restored$`));

  const shown = await json('show', id!);
  expect(shown).toMatchObject({
    ...listed[0],
    journal: { files: 1, bytes: expect.any(Number), commits: expect.any(Number), done: 3, failed: 0, unknown: 0 },
    failedOperations: [],
    conflicts: [],
    arguments: { segments: '2' },
  });
  expect(shown.journal.commits).toBeGreaterThan(0);
  expect(shown).not.toHaveProperty('rollback');
  expect((await json('show', 'last')).rollback).toBe(`dynamodb-migrate rollback ${own}`);
  const told = await start('show', id!);
  expect(told.stdout).toMatch(/^run +20/);
  expect(told.stdout).toMatch(/^journal +[\d,]+ bytes in 1 file, \d+ commits; operations: 3 done$/m);
  expect(told.stdout).toMatch(new RegExp(`^rolled back by +${own}$`, 'm'));
});

test('a run that failed tells what failed, how to go on and how to roll back', async () => {
  await scan({ SPOIL: 'yes' }, '--live', '--filter', 'attribute_exists(n)');
  const shown = await json('show', 'last');
  expect(shown).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/^record id "r2"/),
    failedOperations: [
      {
        operation: 'UpdateItem',
        items: [`${table}, id "r2"`],
        record: 'id "r2"',
        result: 'refused',
        error: expect.stringMatching(/^ValidationException: /),
      },
    ],
    rollback: `dynamodb-migrate rollback ${shown.id}`,
  });
  const { stdout } = await bin('show', 'last');
  expect(stdout).toMatch(
    /^failed operations\n {2}\d+\. UpdateItem on \S+, id "r2", for record id "r2": ValidationExc/m,
  );
  const [, command] = /^go on: dynamodb-migrate (.*)$/m.exec(stdout)!;
  const resumed = await runMain(
    [...command!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!),
    { cwd: dir },
  );
  expect(resumed).toMatchObject({ code: 0 });
  expect(await json('show', 'last')).toMatchObject({ id: shown.id, state: 'succeeded' });
});

test('a run that is at work, and one that was killed there', async () => {
  proxy.reset(onOperations(['UpdateItem'], silence));
  const run = start(...line('--live'));
  while (proxy.writes().length < 1 && run.child.exitCode === null) await new Promise(setImmediate);
  expect(await json('runs')).toMatchObject([{ state: 'running', process: { pid: run.child.pid } }]);
  const told = await bin('show', 'last');
  expect(told.stdout).toMatch(new RegExp(`^process +${run.child.pid} on `, 'm'));
  expect(told.stdout).not.toMatch(/^rollback/m);
  expect(await bin('runs', 'prune', '--older-than', '0s')).toMatchObject({ code: 0, stdout: '' });
  run.child.kill('SIGKILL');
  await run;
  expect(await json('runs')).toMatchObject([{ state: 'interrupted' }]);
});

test('a folder that cannot be read is told', async () => {
  await scan({}, '--live');
  mkdirSync(path.join(folder(), 'spoilt'));
  const { code, stdout, stderr } = await bin('runs');
  expect(stderr).toMatch(/^warning: spoilt: cannot read .*run\.json/);
  expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 2 });
});

test('old runs are pruned when told to', async () => {
  await scan({}, '--live');
  await scan({}, '--live');
  const [old, young] = readdirSync(folder()).sort();
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  rewrite(old!, { startedAt: daysAgo(91), endedAt: daysAgo(91) });
  rewrite(young!, { startedAt: daysAgo(91), endedAt: daysAgo(89) });
  const { code, stdout, stderr } = await bin('runs', 'prune', '--older-than', '90d');
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `removed ${old}\n`, stderr: '' });
  expect(readdirSync(folder())).toEqual([young]);
  expect(await bin('runs', 'prune', '--older-than', '90d')).toMatchObject({
    stdout: '',
    stderr: 'no run is that old\n',
  });
  expect(await json('runs', 'prune', '--older-than', '4w')).toEqual({ removed: [young] });
  expect(readdirSync(folder())).toEqual([]);
});

test.each([
  [['runs', 'prune'], /^error: runs prune needs --older-than/],
  [['runs', '--older-than', '90d'], /^error: --older-than goes with runs prune/],
  [['runs', 'prune', '--older-than', '90'], /^error: --older-than must be a time such as/],
  [['runs', 'remove'], /^error: runs cannot remove; it can prune/],
  [['show'], /^error: must specify a run/],
])('%j is refused', async (args, message) => {
  expect(await bin(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test('runs are kept where --state says', async () => {
  await scan({}, '--live', '--state', 'elsewhere');
  expect(await json('runs', '--state', 'elsewhere')).toHaveLength(1);
  expect(await bin('rollback', 'last', '--live', '--state', 'elsewhere')).toMatchObject({ code: 0 });
  expect(await json('runs')).toEqual([]);
});
