import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BinResult,
  createTable,
  dump,
  type Engine,
  type EngineProxy,
  latency,
  runBin,
  runMain,
  seed,
  startDynalite,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

const counting = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }, callback);
};`;

const idempotent = `
module.exports = async (record, dyno) => {
  if (dyno) await dyno.putItemAsync({ Item: { ...record, seen: true, n: 1 } });
};`;

/** Holds up whoever loads the script, which a signal ends as it finds it. */
const blockLoading = `
const Module = require('module');
const { writeFileSync } = require('fs');
const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, file) => {
  if (file.endsWith('/script.js')) {
    writeFileSync('loading', '');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  }
  return load(module, file);
};`;

/** How often each kind of run is killed and resumed; more of them by hand: KILLS=200. */
const kills = Number(process.env.KILLS ?? 6);

let engine: Engine;
let proxy: EngineProxy;
let dir: string;
let table: string;
const size = 60;

beforeAll(async () => {
  engine = await startDynalite();
  proxy = await startProxy({ to: engine, faults: () => latency(4) });
});
afterAll(async () => {
  await proxy.stop();
  await engine.stop();
});
beforeEach(async () => {
  dir = tempDir();
  table = await createTable(engine);
  await fill();
});

async function fill() {
  await seed(
    engine,
    table,
    Array.from({ length: size }, (_, i) => ({ id: { S: `r${i}` }, n: { N: '0' } })),
  );
}

/** Whether a run has been written down; before that there is nothing to resume. */
function hasRun(state: string): boolean {
  const folder = path.join(dir, state, 'runs');
  return existsSync(folder) && readdirSync(folder).some((id) => existsSync(path.join(folder, id, 'run.json')));
}

const counts = async () => (await dump(engine, table)).map(({ n }) => Number((n as { N: string }).N));

const line = (flags: string[]) => [
  ...['scan', `us-east-1/${table}`, 'script.js', '--live', '--endpoint', proxy.endpoint],
  ...flags,
];
const scan = (...flags: string[]) => runMain(line(flags), { cwd: dir });
/** The same in a process of its own, which gets signals. */
const start = (...flags: string[]) => runBin(line(flags), { cwd: dir });

let states = 0;

/** One that is finished may have been killed when all was done. */
const ended = (result: BinResult) => (/is finished$/m.test(result.stderr) ? { ...result, code: 0 } : result);

/** Runs until done, killed after `delays[i]` milliseconds of work each time; counts the sessions. */
async function killedUntilDone(delays: number[], flags: string[]) {
  const state = `state-${++states}`;
  for (const delay of [...delays, undefined]) {
    const before = proxy.requests().length;
    const args = [...flags, '--state', state, ...(hasRun(state) ? ['--resume', 'last'] : [])];
    if (delay === undefined) return ended(await scan(...args));
    const bin = start(...args);
    // From its first request on, so that the time goes into work and not into starting.
    while (proxy.requests().length === before && bin.child.exitCode === null) await sleep(1);
    await sleep(delay);
    bin.child.kill('SIGKILL');
    const result = await bin;
    if (result.signal !== 'SIGKILL') return ended(result);
    // What was on its way is applied before anyone looks.
    await proxy.idle();
  }
  throw new Error('never done');
}

const random = (most: number) => Math.floor(Math.random() * most);

test.each([
  ['one segment, one record at a time', ['--concurrency', '1']],
  ['four segments, eight at a time', ['--segments', '4', '--concurrency', '8']],
])(
  'killed anywhere, a counter is incremented exactly once (%s)',
  async (_what, flags) => {
    for (let round = 0; round < kills; round++) {
      await fill();
      const delays = Array.from({ length: 1 + random(3) }, () => random(flags.includes('8') ? 150 : 500));
      const result = await killedUntilDone(delays, flags);
      expect({ ...result, delays }).toMatchObject({ code: 0 });
      expect({ delays, counts: await counts() }).toEqual({ delays, counts: Array(size).fill(1) });
    }
  },
  600_000,
);

test('one that was killed counts all of its records, and goes on with the flags that it had', async () => {
  const flags = ['--concurrency', '3', '--max-wcu', '5000', '--max-rcu', '400', '--max-errors', '2', '--state', 'kept'];
  proxy.reset(() => latency(150));
  const dying = start(...flags);
  const behind = () => {
    const [id] = hasRun('kept') ? readdirSync(path.join(dir, 'kept/runs')) : [];
    const file = path.join(dir, 'kept/runs', id ?? '', 'checkpoint.json');
    const positions = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).positions : [];
    return positions[0]?.records ?? 0;
  };
  while (behind() === 0) await sleep(10);
  dying.child.kill('SIGKILL');
  await dying;
  await proxy.idle();
  proxy.reset();
  const show = async () =>
    JSON.parse((await runMain(['show', 'last', '--json', '--state', 'kept'], { cwd: dir })).stdout);
  const { id, resume } = await show();
  expect(resume).toBe(
    `dynamodb-migrate scan us-east-1/${table} script.js --live --resume ${id} --endpoint ${proxy.endpoint} --state kept` +
      ' --concurrency 3 --max-rcu 400 --max-wcu 5000 --max-errors 2',
  );
  const [, ...args] = resume.split(' ');
  expect(await runBin([...args, '--max-wcu', '6000'], { cwd: dir })).toMatchObject({ code: 0 });
  expect(await counts()).toEqual(Array(size).fill(1));
  expect(await show()).toMatchObject({ counts: { records: size }, settings: { concurrency: 3, 'max-wcu': 6000 } });
});

test('without a journal a record that was in flight may be seen again, no other', async () => {
  for (let round = 0; round < kills; round++) {
    await fill();
    const result = await killedUntilDone([50 + random(300)], ['--no-journal', '--concurrency', '4']);
    expect(result.code).toBe(0);
    expect((await counts()).every((n) => n >= 1 && n <= 2)).toBe(true);
  }
}, 600_000);

test('an idempotent script ends with the table of a run that was never killed, and undone with the first one', async () => {
  writeFiles(dir, { 'script.js': idempotent });
  const start = await dump(engine, table);
  const result = await killedUntilDone([random(300), random(300)], ['--concurrency', '4']);
  expect(result.code).toBe(0);
  expect((await dump(engine, table)).every(({ seen, n }) => seen && (n as { N: string }).N === '1')).toBe(true);
  const undone = await runMain(
    ['rollback', 'last', '--live', '--state', `state-${states}`, '--endpoint', proxy.endpoint],
    {
      cwd: dir,
    },
  );
  expect(undone).toMatchObject({ code: 0 });
  expect(await dump(engine, table)).toEqual(start);
}, 360_000);

test('a projection without the key knows its records all the same', async () => {
  const flags = ['--concurrency', '1', '--projection', 'n'];
  const bin = start(...flags);
  while (proxy.writes().length < 5) await sleep(2);
  bin.child.kill('SIGTERM');
  expect(await bin).toMatchObject({ code: 143 });
  expect(await scan(...flags, '--resume', 'last')).toMatchObject({ code: 0 });
  expect(await counts()).toEqual(Array(size).fill(1));
});

describe('a run that was stopped', () => {
  beforeEach(async () => {
    const bin = start('--concurrency', '1');
    while (proxy.writes().length < 5) await sleep(2);
    bin.child.kill('SIGTERM');
    const { code, stderr } = await bin;
    expect(code).toBe(143);
    expect(stderr).toMatch(/live: stopped by SIGTERM after \d+ records/);
    expect(stderr).toMatch(/go on: add --resume 20/);
  });
  beforeEach(() => proxy.reset(() => latency(1)));

  test('goes on where it was, and is finished then', async () => {
    const resumed = await scan('--concurrency', '1', '--resume', 'last');
    expect(resumed.stderr).toMatch(/resumed after \d+ records?; what was written after that is not written again/);
    expect(resumed.code).toBe(0);
    expect(await counts()).toEqual(Array(size).fill(1));
    const again = await scan('--resume', 'last');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: run \S+ is finished/) });
  });

  test.each<[string, string[], RegExp]>([
    ['segments', ['--segments', '2'], /--segments was 1 and is 2 now/],
    ['filter', ['--filter', 'attribute_exists(id)'], /--filter was not given and is attribute_exists\(id\) now/],
  ])('is not resumed with other %s', async (_what, flags, message) => {
    const refused = await scan(...flags, '--resume', 'last');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });

  test('is not resumed with another script, unless told to', async () => {
    writeFiles(dir, { 'script.js': `${counting}\n// changed` });
    const refused = await scan('--resume', 'last');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/the script has changed since/) });
    expect((await scan('--resume', 'last', '--force-resume')).code).toBe(0);
    expect(await counts()).toEqual(Array(size).fill(1));
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'goes on, though going on was ended by %s before it began',
    async (signal) => {
      // The script is loaded once the journal is open.
      writeFiles(dir, { 'block.cjs': blockLoading });
      const bin = runBin(line(['--resume', 'last']), {
        cwd: dir,
        env: { NODE_OPTIONS: `--require ${path.join(dir, 'block.cjs')}` },
      });
      while (!existsSync(path.join(dir, 'loading'))) await sleep(5);
      bin.child.kill(signal);
      await bin;
      expect(await runMain(['rollback', 'last'], { cwd: dir })).toMatchObject({ code: 0 });
      expect(await scan('--resume', 'last')).toMatchObject({ code: 0 });
      expect(await counts()).toEqual(Array(size).fill(1));
      expect(await runMain(['rollback', 'last', '--live'], { cwd: dir })).toMatchObject({ code: 0 });
      expect(await counts()).toEqual(Array(size).fill(0));
    },
  );

  test('goes on once a checkpoint that cannot be read is brought back', async () => {
    const [run] = readdirSync(path.join(dir, '.dynamodb-migrate/runs'));
    const file = path.join(dir, '.dynamodb-migrate/runs', run!, 'checkpoint.json');
    const text = readFileSync(file);
    for (const spoilt of ['', text.subarray(0, 9), text.toString().replace(run!, `${run}x`)]) {
      writeFileSync(file, spoilt);
      expect(await scan('--resume', 'last')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/checkpoint(\.json| of this run)/),
      });
    }
    writeFileSync(file, text);
    expect(await scan('--resume', 'last')).toMatchObject({ code: 0 });
    expect(await counts()).toEqual(Array(size).fill(1));
  });

  test('is not resumed once what its last sign of life told of is lost', async () => {
    const folder = path.join(dir, '.dynamodb-migrate/runs', readdirSync(path.join(dir, '.dynamodb-migrate/runs'))[0]!);
    const run = JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'));
    const { frames } = run.journal;
    // As a session leaves it that was killed while its checkpoint stood still.
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...run, journal: { frames: 1 } }, null, 2));
    writeFileSync(path.join(folder, 'heartbeat'), String(frames));
    rmSync(path.join(folder, 'checkpoint.json'));
    const journal = path.join(folder, 'journal/000001.journal');
    const bytes = readFileSync(journal);
    writeFileSync(journal, bytes.subarray(0, bytes.length / 2));
    const before = await counts();
    for (let again = 0; again < 2; again++) {
      await runMain(['rollback', 'last', '--live', '--only', 'nonesuch'], { cwd: dir });
      expect(await scan('--resume', 'last')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/the journal is not whole/),
      });
    }
    expect(await counts()).toEqual(before);
  });

  test('is not resumed on a table that was made anew', async () => {
    await engine.send('DeleteTable', { TableName: table });
    await sleep(20);
    await createTable(engine, { name: table });
    const refused = await scan('--resume', 'last');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/has been made anew/) });
  });
});

test('whoever is refused takes the run from nobody, not even from one that seems to be gone', async () => {
  expect(await scan()).toMatchObject({ code: 0 });
  const [run] = readdirSync(path.join(dir, '.dynamodb-migrate/runs'));
  const folder = path.join(dir, '.dynamodb-migrate/runs', run!);
  const owner = { token: 2, task: 'being rolled back', pid: 7, host: 'build-3', takenAt: '' };
  writeFileSync(path.join(folder, 'lock/2.json'), JSON.stringify(owner));
  utimesSync(path.join(folder, 'heartbeat'), 0, 0);
  expect(await scan('--resume', 'last')).toMatchObject({ code: 2, stderr: expect.stringMatching(/is finished/) });
  expect(readdirSync(path.join(folder, 'lock'))).toEqual(['1.json', '2.json']);
});

test('there is no run to resume', async () => {
  expect(await scan('--resume', 'last')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/there is no such run in \.dynamodb-migrate/),
  });
});

beforeEach(() => {
  writeFiles(dir, { 'script.js': counting });
  proxy.reset(() => latency(4));
});
