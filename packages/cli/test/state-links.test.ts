import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  clear,
  createTable,
  dump,
  type Engine,
  runMain,
  seed,
  startDynalite,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

// Whoever can write in a state folder plants links at the names that will be written there, before or in the middle.

const script = `
const fs = require('node:fs');
const path = require('node:path');
const { PLANT, VICTIM, FAIL } = process.env;
module.exports = async (record, dyno) => {
  if (PLANT) {
    const runs = path.join('.dynamodb-migrate', 'runs');
    const folder = path.join(runs, fs.readdirSync(runs).sort().at(-1));
    fs.rmSync(path.join(folder, PLANT), { recursive: true, force: true });
    fs.symlinkSync(VICTIM, path.join(folder, PLANT));
  }
  if (FAIL && record.id === 'r2') throw new Error('on purpose');
  await dyno.putItem({ Item: { ...record, seen: true } }).promise();
};`;

const items = ['r1', 'r2', 'r3'].map((S) => ({ id: { S } }));
const long = new Date('2020-01-01T00:00:00Z');

const engine = {} as Engine;
let table: string;
beforeAll(async () => {
  Object.assign(engine, await startDynalite());
  table = await createTable(engine);
});
afterAll(() => engine.stop());

/** A folder with a script, a live run that has failed half way and one that has come to its end. */
async function lifeIn(dir: string) {
  writeFiles(dir, { 'script.js': script });
  const run = (args: string[], env = {}) => runMain(args, { cwd: dir, env });
  await fill();
  const failed = await run(scan('--live'), { FAIL: 'yes' });
  expect(failed.code).toBe(1);
  const done = await run(scan('--live'));
  expect([done.code, done.stderr]).toEqual([0, expect.any(String)]);
}

const scan = (...flags: string[]) => [
  'scan',
  `us-east-1/${table}`,
  'script.js',
  '--endpoint',
  engine.endpoint,
  ...flags,
];
const runsOf = (dir: string) => readdirSync(path.join(dir, '.dynamodb-migrate/runs'));

/** The run of a state, as ids tell no order within a second. */
function runIn(dir: string, state: string): string {
  const stateOf = (id: string) =>
    JSON.parse(readFileSync(path.join(dir, '.dynamodb-migrate/runs', id, 'run.json'), 'utf8')).state;
  return runsOf(dir).find((id) => stateOf(id) === state)!;
}

async function fill() {
  await clear(engine, table);
  await seed(engine, table, items);
}

/** What may be done with it: with the run that failed, the one that was done, or a new one. */
const commands: { [name: string]: (failed: string, done: string) => string[] } = {
  'a live run': () => scan('--live'),
  'a preview': () => scan('--preview'),
  resume: (failed) => scan('--live', '--resume', failed),
  rollback: (_failed, done) => ['rollback', done, '--live'],
  'preview of a rollback': (_failed, done) => ['rollback', done],
  prune: () => ['runs', 'prune', '--older-than', '0s'],
};

/** Every name that is made in a state folder, with ID in place of a run's id. */
async function names(): Promise<string[]> {
  const dir = tempDir();
  await lifeIn(dir);
  const found = new Set<string>();
  const look = () => {
    for (const name of readdirSync(path.join(dir, '.dynamodb-migrate'), { recursive: true }) as string[]) {
      found.add(name.replace(/^runs\/[^/]+/, 'runs/ID').replace(/^runs\/ID$/, 'runs/ID'));
    }
  };
  look();
  const [failed, done] = [runIn(dir, 'failed'), runIn(dir, 'succeeded')];
  for (const args of Object.values(commands)) {
    expect((await runMain(args(failed, done), { cwd: dir })).code).toBe(0);
    if (existsSync(path.join(dir, '.dynamodb-migrate/runs'))) look();
  }
  // Made while a run is at work, when it is tuned or paused.
  return [...found, 'runs/ID/tune.json', 'runs/ID/pause'].sort();
}

/** A file and a folder of somebody else's. */
function victims(dir: string) {
  const { file, inside } = {
    file: path.join(dir, 'victim.txt'),
    inside: path.join(dir, 'victim/precious.txt'),
  };
  mkdirSync(path.dirname(inside));
  for (const one of [file, inside]) writeFileSync(one, 'precious', { mode: 0o644 });
  for (const one of [file, inside, path.dirname(inside)]) utimesSync(one, long, long);
  const state = (one: string) => [readFileSync(one, 'utf8'), statSync(one).mode & 0o777, statSync(one).mtimeMs];
  return {
    file,
    folder: path.dirname(inside),
    look: () => [state(file), state(inside), readdirSync(path.dirname(inside)), statSync(path.dirname(inside)).mtimeMs],
  };
}

function plant(target: string, link: string) {
  rmSync(link, { recursive: true, force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(target, link);
}

test('nothing is written through a link, whichever name it has', async () => {
  const all = await names();
  expect(all).toEqual(
    expect.arrayContaining([
      ...['.gitignore', 'runs', 'runs/ID', 'runs/ID/changes.ndjson', 'runs/ID/checkpoint.json', 'runs/ID/heartbeat'],
      ...[
        'runs/ID/journal',
        'runs/ID/journal/000001.journal',
        'runs/ID/lock',
        'runs/ID/lock/1.json',
        'runs/ID/run.json',
      ],
      ...['runs/ID/rollback.ndjson', 'runs/ID/rollback-preview.ndjson'],
    ]),
  );
  const model = tempDir();
  await lifeIn(model);
  const tableOfModel = await dump(engine, table);
  const kept = path.join(tempDir(), 'kept');
  cpSync(model, kept, { recursive: true, preserveTimestamps: true });
  rmSync(model, { recursive: true });
  const [failed, done] = [runIn(kept, 'failed'), runIn(kept, 'succeeded')];
  let refusals = 0;

  for (const [what, argsOf] of Object.entries(commands)) {
    for (const name of all) {
      for (const kind of ['file', 'folder'] as const) {
        const dir = path.join(tempDir(), 'a');
        cpSync(kept, dir, { recursive: true, preserveTimestamps: true });
        const victim = victims(dir);
        const before = victim.look();
        await clear(engine, table);
        await seed(engine, table, tableOfModel);
        for (const id of [failed, done])
          plant(victim[kind], path.join(dir, '.dynamodb-migrate', name.replace('ID', id)));
        const { code, stderr } = await runMain(argsOf(failed, done), { cwd: dir });
        expect({ what, name, kind, now: victim.look() }).toEqual({ what, name, kind, now: before });
        if (code === 0) continue;
        refusals++;
        expect({ what, name, stderr }).toEqual({
          what,
          name,
          stderr: expect.stringMatching(/^error: [^\n]+\n( {2}[^\n]+\n)?$/),
        });
        expect(await dump(engine, table)).toEqual(tableOfModel);
      }
    }
  }
  expect(refusals).toBeGreaterThan(20);

  // The same in the middle of a run.
  for (const mode of ['--live', '--preview']) {
    for (const name of all.filter((one) => one.startsWith('runs/ID/'))) {
      for (const kind of ['file', 'folder'] as const) {
        const dir = tempDir();
        writeFiles(dir, { 'script.js': script });
        const victim = victims(dir);
        const before = victim.look();
        await fill();
        const env = { PLANT: name.replace('runs/ID/', ''), VICTIM: victim[kind] };
        await runMain(scan(mode), { cwd: dir, env });
        const [id] = runsOf(dir);
        if (mode === '--live') await runMain(['rollback', id!, '--live'], { cwd: dir });
        await runMain(['runs', 'prune', '--older-than', '0s'], { cwd: dir });
        expect({ mode, name, kind, now: victim.look() }).toEqual({ mode, name, kind, now: before });
      }
    }
  }
}, 300_000);

test('the state folder itself may be a link', async () => {
  const dir = tempDir();
  writeFiles(dir, { 'script.js': script });
  mkdirSync(path.join(dir, 'elsewhere'));
  symlinkSync(path.join(dir, 'elsewhere'), path.join(dir, '.dynamodb-migrate'));
  await fill();
  expect((await runMain(scan('--live'), { cwd: dir })).code).toBe(0);
  expect((await runMain(['rollback', 'last', '--live'], { cwd: dir })).code).toBe(0);
  expect((await runMain(['runs', 'prune', '--older-than', '0s'], { cwd: dir })).code).toBe(0);
  expect(lstatSync(path.join(dir, '.dynamodb-migrate')).isSymbolicLink()).toBe(true);
  expect(readdirSync(path.join(dir, 'elsewhere/runs'))).toEqual([]);
  expect(await dump(engine, table)).toEqual(items);
}, 30_000);
