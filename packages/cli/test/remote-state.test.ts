import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '@dynamodb-migrate/core';
import {
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
import { parseAddress } from '../../runner/src/state/s3/address';
import { isKept } from '../../runner/src/state/s3/files';
import { type S3Server, startS3 } from './support/s3-server';

const increment = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }, callback);
};`;

let engine: Engine;
let proxy: EngineProxy;
let s3: S3Server;
let table: string;
let state: string;
let made = 0;

beforeAll(async () => {
  [engine, s3] = await Promise.all([startDynalite(), startS3()]);
  proxy = await startProxy({ to: engine });
});
afterAll(async () => {
  await proxy.stop();
  await Promise.all([engine.stop(), s3.stop()]);
});
beforeEach(async () => {
  proxy.reset();
  s3.fault = () => 0;
  s3.requests = [];
  table = await createTable(engine);
  state = `s3://migrations/ci/${++made}`;
});

const fill = (number: number, size = 0) =>
  seed(
    engine,
    table,
    Array.from({ length: number }, (_, i): Item => {
      return { id: { S: `r${i}` }, n: { N: '1' }, data: { B: randomBytes(size + 1).toString('base64') } };
    }),
  );
const numbers = async () => (await dump(engine, table)).map(({ n }) => (n as { N: string }).N);
const every = async (n: string) => expect(new Set(await numbers())).toEqual(new Set([n]));

/** A machine that has nothing but the script. */
function machine(env: { [name: string]: string } = {}) {
  const dir = tempDir();
  const temp = tempDir();
  writeFiles(dir, { 'increment.js': increment });
  const how = { cwd: dir, env: { ...s3.env, TMPDIR: temp, ...env } };
  const bin = (...args: string[]) => runMain([...args, '--state', state], how);
  /** The same in a process of its own. */
  const start = (...args: string[]) => runBin([...args, '--state', state], how);
  const scan = (flags: string[]) => [
    ...['scan', `us-east-1/${table}`, 'increment.js', '--live', '--endpoint', proxy.endpoint],
    ...flags,
  ];
  const live = (...flags: string[]) => bin(...scan(flags));
  const startLive = (...flags: string[]) => start(...scan(flags));
  return {
    dir,
    bin,
    start,
    live,
    startLive,
    left: () => readdirSync(temp).filter((name) => name.startsWith('dynamodb-migrate-')),
  };
}

const kept = async () => (await s3.names()).filter((name) => name.startsWith(`ci/${made}/`));
const runFile = async (name = 'run.json') => (await kept()).find((key) => key.endsWith(name))!;

test('a run leaves everything behind, for another machine to list, show and roll back', async () => {
  await fill(30);
  const first = machine();
  const run = await first.startLive('--concurrency', '5');
  expect(run.stderr).toMatch(/^live: 30 records, 30 UpdateItem/);
  expect(run.code).toBe(0);
  const [, id] = /rollback: dynamodb-migrate rollback (\S+) --state s3:/.exec(run.stderr)!;
  await every('2');
  expect(first.left()).toEqual([]);
  expect(readdirSync(first.dir)).toEqual(['increment.js']);
  const names = await kept();
  const inRun = (name: string) => `ci/${made}/runs/${id}/${name}`;
  expect(names).toEqual(['checkpoint.json', 'journal/000001.journal', 'lock.json', 'run.json'].map(inRun));
  for (const name of names) expect(await s3.read(name)).not.toContain('S3RVER');

  const second = machine();
  const list = await second.bin('runs', '--json');
  expect(JSON.parse(list.stdout)).toMatchObject([{ id, state: 'succeeded', counts: { records: 30 } }]);
  const show = await second.bin('show', 'last', '--json');
  expect(JSON.parse(show.stdout)).toMatchObject({
    ...{ id, folder: `${state}/runs/${id}`, journal: { files: 1, done: 30 } },
    rollback: `dynamodb-migrate rollback ${id} --state ${state}`,
  });
  const preview = await second.bin('rollback', 'last');
  expect(preview.stderr).toContain('30 to restore');
  expect(preview.stderr).toContain(`all of it: ${state}/runs/${id}/rollback-preview.ndjson`);
  await every('2');
  const back = await second.bin('rollback', id!, '--live');
  expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining('30 restored') });
  await every('1');
  expect(second.left()).toEqual([]);

  const third = machine();
  const [before, after] = JSON.parse((await third.start('runs', '--json')).stdout);
  expect(before).toMatchObject({ id, state: 'rolled back', rolledBackBy: after.id });
  expect(after).toMatchObject({ state: 'succeeded', rollbackOf: id });
  expect(await third.start('rollback', after.id, '--live')).toMatchObject({ code: 0 });
  await every('2');

  const prune = await third.start('runs', 'prune', '--older-than', '0.001s');
  expect(prune.stdout.match(/removed/g)).toHaveLength(3);
  expect(await kept()).toEqual([]);
});

test('the configuration says where, for every command', async () => {
  await fill(2);
  const dir = tempDir();
  writeFiles(dir, { 'increment.js': increment, 'dynamodb-migrate.config.json': JSON.stringify({ state }) });
  const bin = (...args: string[]) => runMain(args, { cwd: dir, env: { ...s3.env, TMPDIR: tempDir() } });
  const scanned = await bin('scan', `us-east-1/${table}`, 'increment.js', '--live', '--endpoint', proxy.endpoint);
  expect(scanned.code).toBe(0);
  const [{ id }] = JSON.parse((await bin('runs', '--json')).stdout);
  expect(JSON.parse((await bin('show', 'last', '--json')).stdout)).toMatchObject({ id, folder: `${state}/runs/${id}` });
  expect((await bin('tune', id, '--pause')).stderr).toContain(`run ${id} is succeeded`);
  expect(await bin('rollback', id, '--live')).toMatchObject({ code: 0 });
  await every('1');
  expect(readdirSync(dir).sort()).toEqual(['dynamodb-migrate.config.json', 'increment.js']);
});

describe('a machine that is gone', () => {
  /** Kills a run once it has written so often and its checkpoint is in S3. */
  async function killed(...flags: string[]): Promise<string> {
    await fill(400, 3000);
    proxy.reset(() => latency(20));
    const running = machine().startLive('--concurrency', '2', ...flags);
    while (!(await runFile('checkpoint.json')) && running.child.exitCode === null) await sleep(50);
    await sleep(500);
    running.child.kill('SIGKILL');
    expect(await running).toMatchObject({ signal: 'SIGKILL' });
    await proxy.idle();
    proxy.reset();
    return /runs\/([^/]+)\//.exec(await runFile())![1]!;
  }

  test('strict: nothing is lost, nothing is applied twice', async () => {
    const id = await killed('--state-sync', 'strict');
    expect(new Set(await numbers())).toEqual(new Set(['1', '2']));
    const next = machine();
    expect(JSON.parse((await next.bin('runs', '--json')).stdout)).toMatchObject([{ id, state: 'interrupted' }]);
    const resumed = await next.live('--concurrency', '50', '--resume', 'last', '--state-sync', 'strict');
    expect(resumed.stderr).toMatch(/resumed after \d+ records?; what was written after that is not written again/);
    expect(resumed.code).toBe(0);
    await every('2');
    // The resumed run began one of its own, and another one when that was full.
    expect((await kept()).filter((name) => name.includes(`${id}/journal/`)).length).toBeGreaterThan(2);
    expect(await machine().bin('rollback', id, '--live')).toMatchObject({ code: 0 });
    await every('1');
  });

  test('not strict: goes on where S3 knows it', async () => {
    const id = await killed();
    const written = (await numbers()).filter((n) => n === '2').length;
    const shown = JSON.parse((await machine().bin('show', id, '--json')).stdout);
    expect(shown).toMatchObject({ state: 'interrupted', resume: expect.stringContaining(`--state ${state}`) });
    const known = shown.journal.done + shown.journal.unknown;
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThanOrEqual(written + 2);
    expect(await machine().live('--concurrency', '2', '--resume', id)).toMatchObject({ code: 0 });
    // What S3 did not know was done again.
    const again = (await numbers()).filter((n) => n === '3').length;
    expect(again).toBeLessThanOrEqual(written + 2 - known);
    expect((await numbers()).filter((n) => n === '2')).toHaveLength(400 - again);
  });
});

test('a run that works elsewhere is told by its sign of life', async () => {
  await fill(1);
  await machine().live();
  const file = await runFile();
  const run = JSON.parse(await s3.read(file));
  const other = { pid: 1, host: 'elsewhere', token: 5 };
  await s3.write(file, JSON.stringify({ ...run, state: 'running', process: other }, null, 2));
  await s3.write(await runFile('lock.json'), JSON.stringify({ ...other, task: 'running' }));
  expect(JSON.parse((await machine().bin('runs', '--json')).stdout)).toMatchObject([{ state: 'running' }]);
  expect(await machine().live('--resume', run.id)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('running'),
  });
  const rollback = await machine().bin('rollback', run.id, '--live');
  expect(rollback).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('it can be rolled back once it has stopped'),
  });
  await s3.write(await runFile('lock.json'), JSON.stringify({ ...other, task: 'running', released: true }));
  expect(JSON.parse((await machine().bin('runs', '--json')).stdout)).toMatchObject([{ state: 'interrupted' }]);
});

test('of machines that go on with a run in the same moment, one does', async () => {
  await fill(60);
  proxy.reset(() => latency(40));
  const first = machine().startLive();
  while (!(await kept()).some((key) => key.endsWith('.journal'))) await sleep(20);
  await sleep(300);
  first.child.kill('SIGKILL');
  await first;
  const id = JSON.parse((await machine().bin('runs', '--json')).stdout)[0].id;
  const ends = await Promise.all([1, 2, 3, 4].map(() => machine().startLive('--resume', id)));
  const codes = ends.map(({ code }) => code).sort();
  expect(codes).toEqual([0, 2, 2, 2]);
  for (const { code, stderr } of ends) {
    if (code === 2) expect(stderr).toMatch(new RegExp(`error: run ${id} is (running|being).* in process \\d+`));
  }
  expect(JSON.parse((await machine().bin('runs', '--json')).stdout)).toMatchObject([{ state: 'succeeded' }]);
});

describe('nothing is written without a place for it', () => {
  beforeEach(() => fill(3));
  const denied = (method: string) => {
    s3.fault = (request) => (request.method === method ? 403 : 0);
  };

  test.each([
    ['a bucket that is not there', 's3://nowhere/ci', {}, () => {}, 'the bucket nowhere is not there'],
    ['no address', 's3://', {}, () => {}, 's3:// names no place in S3'],
    [
      'no permission to list',
      '',
      {},
      () => denied('GET'),
      'the bucket migrations does not allow these credentials s3:ListBucket: AccessDenied',
    ],
    [
      'no permission to write',
      '',
      {},
      () => denied('PUT'),
      'the bucket migrations does not allow these credentials s3:PutObject: AccessDenied',
    ],
    [
      'unknown credentials',
      '',
      { AWS_ACCESS_KEY_ID: 'somebody' },
      () => {},
      'the bucket migrations does not allow these credentials s3:ListBucket: InvalidAccessKeyId',
    ],
    [
      'nobody there',
      '',
      { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
      () => {},
      'the bucket migrations cannot be reached: connect ECONNREFUSED',
    ],
  ])('%s', async (_name, address, env, prepare, message) => {
    if (address) state = address;
    prepare();
    const here = machine(env);
    const { code, stdout, stderr } = await here.live();
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).not.toMatch(/ at .*:\d/);
    expect({ code, stdout, left: here.left() }).toEqual({ code: 2, stdout: '', left: [] });
    expect(proxy.writes()).toEqual([]);
    await every('1');
  });

  test('a rollback neither', async () => {
    await machine().live();
    proxy.reset();
    denied('PUT');
    const { code, stderr } = await machine().bin('rollback', 'last', '--live');
    expect(stderr).toContain('the bucket migrations does not allow these credentials s3:PutObject');
    expect(code).toBe(2);
    expect(proxy.writes()).toEqual([]);
  });
});

test('a bucket that is out of reach for a while', async () => {
  await fill(200);
  proxy.reset(() => latency(20));
  let puts = 0;
  s3.fault = ({ method }) => (method === 'PUT' && ++puts > 7 && puts < 24 ? 503 : 0);
  const run = await machine().live();
  expect(puts).toBeGreaterThan(20);
  expect(run).toMatchObject({ code: 0 });
  expect(JSON.parse(await s3.read(await runFile()))).toMatchObject({ state: 'succeeded', counts: { records: 200 } });
});

test('a bucket that does not take it any more ends the run, whose folder stays', async () => {
  await fill(400);
  proxy.reset(() => latency(20));
  let puts = 0;
  s3.fault = ({ method }) => (method === 'PUT' && ++puts > 7 ? 403 : 0);
  const here = machine();
  const { code, stderr } = await here.live();
  expect(stderr).toContain('error: the bucket migrations does not allow these credentials s3:PutObject');
  expect(code).toBe(1);
  expect(new Set(await numbers())).toEqual(new Set(['1', '2']));
  const [folder] = here.left();
  const [, temp] = /all of it is in (\S+)\n/.exec(stderr)!;
  expect(path.basename(temp!)).toBe(folder);
  // What was lost for S3 can be rolled back from the folder.
  state = temp!;
  expect(await here.bin('rollback', 'last', '--live')).toMatchObject({ code: 0 });
  await every('1');
});

test('a run is steered from another machine', async () => {
  await fill(200);
  proxy.reset(() => latency(20));
  const running = machine().startLive('--max-wcu', '1');
  while (proxy.writes().length < 2 && running.child.exitCode === null) await sleep(20);
  const other = machine();
  expect(await other.bin('tune', 'last', '--pause')).toMatchObject({
    ...{ code: 0, stderr: expect.stringContaining('asked run ') },
  });
  const state = async () => JSON.parse((await other.bin('runs', '--json')).stdout)[0].state;
  while ((await state()) !== 'paused') await sleep(200);
  const writes = proxy.writes().length;
  expect(await other.bin('tune', 'last', '--max-wcu', 'none')).toMatchObject({ code: 0 });
  await sleep(3_000);
  expect(proxy.writes().length).toBe(writes);
  expect(await other.bin('tune', 'last', '--no-pause')).toMatchObject({ code: 0 });
  const run = await running;
  expect(run.stderr).toMatch(/^paused; .*^tuned: no limit on write units$.*^going on$/ms);
  expect(run).toMatchObject({ code: 0 });
  await every('2');
  expect(await other.bin('tune', 'last', '--pause')).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('is succeeded: there is nothing to tune') },
  });
  await machine().bin('runs', 'prune', '--older-than', '0.001s');
  expect(await kept()).toEqual([]);
}, 60_000);

test('a preview is kept too', async () => {
  await fill(3);
  const { code, stderr } = await machine().bin(
    ...['scan', `us-east-1/${table}`, 'increment.js', '--preview', '--endpoint', proxy.endpoint],
  );
  expect(stderr).toContain(`kept in ${state}/runs/`);
  expect(code).toBe(0);
  expect((await s3.read(await runFile('changes.ndjson'))).trim().split('\n')).toHaveLength(3);
  expect(JSON.parse(await s3.read(await runFile()))).toMatchObject({ state: 'succeeded', live: false });
});

test.each([
  ['s3://bucket', { bucket: 'bucket', prefix: '' }],
  ['s3://my.bucket-1/', { bucket: 'my.bucket-1', prefix: '' }],
  ['s3://bucket/a//b/', { bucket: 'bucket', prefix: 'a/b/' }],
])('%s', (text, address) => expect(parseAddress(text)).toEqual(address));

test.each(['s3://', 's3:///a', 's3://Bucket/a', 's3://bucket/../a'])('%s is no address', (text) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'BAD_STATE' }));
});

test('of a bucket, only files of runs are taken', () => {
  const names = ['run.json', 'checkpoint.json', 'journal/000001.journal', 'changes.ndjson'];
  for (const name of names) expect(isKept(`runs/2026-11-23T18-04-11Z-add-x7k2/${name}`)).toBe(true);
  const others = [
    'pause',
    'heartbeat',
    'lock.json',
    'tune.json',
    'run.json.12.tmp',
    '../a.json',
    'journal/../a.json',
    'journal/a',
    'scratch/a',
    '.a',
  ];
  for (const name of others) expect(isKept(`runs/2026-11-23T18-04-11Z-add-x7k2/${name}`)).toBe(false);
  expect(isKept('runs/../run.json')).toBe(false);
});
