import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLedger } from '@dynamodb-migrate/ledger';
import {
  accessDenied,
  dump,
  type EngineProxy,
  latency,
  onOperations,
  seed,
  startProxy,
  tempDir,
} from '@dynamodb-migrate/test-tools';
import { addAuth, count, type Given, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
let proxy: EngineProxy;
beforeAll(async () => {
  proxy = await startProxy({ to: engine });
});
afterAll(() => proxy.stop());
beforeEach(() => proxy.reset());

const numbers = async (table = 'experiments-staging') =>
  (await dump(engine, table)).map(({ n }) => Number((n as { N: string }).N));

/** A fleet whose scripts are applied to staging, and what the ledger has been told since. */
async function applied(scripts: { [file: string]: string }, given: Given = {}) {
  const fleet = await givenFleet(engine, { scripts, ...given });
  const place = { ...fleet.environment, endpoint: proxy.endpoint };
  fleet.configure({ environments: { staging: place } });
  await fleet.run(['init']);
  const { code, stdout } = await fleet.run(['apply', '--json']);
  expect(code).toBe(0);
  const ids: string[] = JSON.parse(stdout).scripts.flatMap(({ runs }: any) => runs.map(({ run }: any) => run));
  const ledger = createLedger({ send: engine.send, table: fleet.ledger });
  const before = (await ledger.history('staging')).length;
  const events = async () => (await ledger.history('staging')).slice(before);
  const kinds = async () => (await events()).map(({ kind }) => kind);
  const rollback = (...args: string[]) => fleet.run(['rollback', ...args]);
  const run = async (id: string) => JSON.parse((await fleet.run(['show', id, '--json'])).stdout);
  return { ...fleet, place, ids, ledger, events, kinds, rollback, show: run };
}

test('a run that apply made is rolled back within the lease, and history tells of it', async () => {
  const { run, ids, events, rollback, show } = await applied({ [names.auth]: addAuth, [names.count]: count });
  const [, id] = ids as [string, string];
  expect(await show(id)).toMatchObject({
    deployment: { task: 'apply', environment: 'staging', script: names.count },
  });
  expect(await rollback(id)).toMatchObject({ code: 0, stderr: expect.stringContaining('6 to restore') });
  expect(await events()).toEqual([]);

  const back = await rollback(id, '--live');
  expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining('6 restored') });
  expect(await numbers()).toEqual(Array(6).fill(0));
  const [, own] = /roll this rollback back: dynamodb-migrate rollback (\S+)/.exec(back.stderr)!;
  expect(await events()).toMatchObject([
    { kind: 'rollback started', script: names.count, token: expect.any(Number), by: { user: expect.any(String) } },
    {
      ...{ kind: 'rolled back', script: names.count, token: expect.any(Number), seconds: expect.any(Number) },
      ...{ counts: { restored: 6, conflict: 0 }, details: { runs: [own], down: false } },
    },
  ]);
  expect((await run(['status'])).stdout).toMatch(/pending.*count\.js|count\.js.*pending/);

  // Rolled back itself, it leaves the script applied by the run that it had rolled back.
  expect(await rollback(own!, '--live')).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(Array(6).fill(1));
  expect((await events()).slice(2)).toMatchObject([
    { kind: 'started', script: names.count, run: id, details: { undoes: own, table: 'experiments-staging' } },
    { kind: 'succeeded', script: names.count, run: id, sha256: expect.any(String) },
  ]);
  expect(await run(['apply'])).toMatchObject({ stderr: expect.stringContaining('staging: nothing to apply') });
  expect(await rollback(own!, '--live')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`by the ledger, run ${own} has no part in what ${names.count} is in staging now`),
  });
  expect(await rollback('--last', '--live')).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(Array(6).fill(0));

  // What has been applied anew is not rolled back by the run before it.
  expect(await run(['apply'])).toMatchObject({ code: 0 });
  expect(await rollback(id, '--live')).toMatchObject({ code: 2, stderr: expect.stringContaining('has no part in') });
  expect(await numbers()).toEqual(Array(6).fill(1));
}, 120_000);

test('what could not be rolled back, and single items', async () => {
  const { run, ids, events, kinds, rollback } = await applied({ [names.count]: count });
  expect(await rollback(ids[0]!, '--live', '--only', 'r2')).toMatchObject({ code: 0 });
  expect(await events()).toMatchObject([{ kind: 'partly rolled back', counts: { restored: 1 } }]);
  expect((await run(['status'])).stdout).toMatch(/applied/);
  expect((await run(['history'])).stdout).toMatch(/partly rolled back/);

  await seed(engine, 'experiments-staging', [{ id: { S: 'r1' }, n: { N: '100' } }]);
  expect(await rollback(ids[0]!, '--live')).toMatchObject({ code: 1 });
  expect((await events()).at(-1)).toMatchObject({
    ...{ kind: 'rollback failed', counts: { restored: 4, conflict: 1, unchanged: 1 } },
    error: '1 item was changed by others since, or could not be written',
  });
  expect(await run(['apply'])).toMatchObject({ code: 2 });
  expect(await rollback(ids[0]!, '--live', '--force')).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(Array(6).fill(0));
  expect(await kinds()).toEqual([
    'partly rolled back',
    ...['rollback started', 'rollback failed', 'rollback started', 'rolled back'],
  ]);
}, 60_000);

test('of several runs of a script, it is rolled back with the last one', async () => {
  const both = `${count}\nmodule.exports.table = ['experiments-staging', 'experiments-production'];`;
  const { ids, events, rollback } = await applied({ [names.count]: both });
  const one = await rollback(ids[0]!, '--live');
  expect(one).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('is rolled back over experiments-staging only, not over experiments-production'),
  });
  expect((await events()).at(-1)).toMatchObject({
    kind: 'rollback failed',
    error: 'rolled back over experiments-staging only, not over experiments-production',
  });
  expect(await rollback(ids[1]!, '--live')).toMatchObject({ code: 0 });
  expect((await events()).at(-1)).toMatchObject({ kind: 'rolled back' });
  expect([...(await numbers()), ...(await numbers('experiments-production'))]).toEqual(Array(12).fill(0));
}, 60_000);

test('nothing is written where the ledger cannot be told', async () => {
  const fleet = await applied({ [names.count]: count });
  const { dir, run, ids, place, configure, kinds, ledger, show } = fleet;
  const [id] = ids as [string];
  const state = path.join(dir, '.dynamodb-migrate');
  const elsewhere = (...args: string[]) =>
    run(['rollback', id, '--live', '--state', state, ...args], { cwd: tempDir() });
  const refused = async (bin: ReturnType<typeof run>, why: string, hint: string) => {
    const { code, stderr } = await bin;
    expect(stderr).toContain(
      `error: nothing was written: run ${id} belongs to what the ledger of staging tells, and ${why}`,
    );
    expect(stderr).toContain(hint);
    expect(code).toBe(2);
  };
  const config = path.join(dir, 'dynamodb-migrate.config.json');
  await refused(elsewhere(), 'there is no dynamodb-migrate.config.js in', 'Give --config');
  configure({ environments: { production: place } });
  await refused(elsewhere('--config', config), 'there is no environment staging', 'Known are production.');
  configure({ environments: { staging: place }, ledger: { table: 'not-there' } });
  await refused(elsewhere('--config', config), 'there is no ledger: the table not-there is not there', 'init');
  configure({ environments: { staging: place } });
  proxy.reset(onOperations(['GetItem'], accessDenied));
  await refused(elsewhere('--config', config), 'no permission on table', 'Ask for the permission');
  proxy.reset();
  const lease = await ledger.acquireLease({ environment: 'staging', owner: 'apply by bob on build-8', seconds: 5 });
  await refused(elsewhere('--config', config), 'staging is locked by apply by bob on build-8', 'unlock --force');
  expect(await show(id)).toMatchObject({ state: 'succeeded' });
  expect(await numbers()).toEqual(Array(6).fill(1));
  expect(await kinds()).toEqual([]);

  const waiting = elsewhere('--config', config, '--wait', '20s');
  await lease.release();
  expect(await waiting).toMatchObject({ code: 0 });
  expect(await kinds()).toEqual(['rollback started', 'rolled back']);
}, 120_000);

test('one whose lock was broken stops, and is gone on with by doing it again', async () => {
  const { run, ids, events, rollback, ledger } = await applied({ [names.count]: count }, { records: 300 });
  proxy.reset(onOperations(['PutItem', 'UpdateItem'], latency(300)));
  const stopped = rollback(ids[0]!, '--live', '--concurrency', '2');
  while (!(await numbers()).includes(0)) await sleep(20);
  await ledger.unlock({ environment: 'staging', force: true, by: { user: 'ada', host: 'here' } });
  const { code, stderr } = await stopped;
  expect(code).not.toBe(0);
  expect(stderr).toContain('the lease on staging was lost: somebody else broke it');
  expect((await numbers()).filter((n) => n === 1).length).toBeGreaterThan(0);
  expect((await run(['status'])).stdout).toMatch(/rollback failed/);
  proxy.reset();
  expect(await rollback(ids[0]!, '--live')).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(Array(300).fill(0));
  expect((await events()).map(({ kind }) => kind)).toEqual([
    'rollback started',
    'unlocked',
    'rollback started',
    'rolled back',
  ]);
}, 120_000);

test('a run by hand is no concern of the ledger', async () => {
  const { run, environment } = await givenFleet(engine, { scripts: { [names.count]: count } });
  const script = `dynamodb-migrations/${names.count}`;
  const scan = ['scan', 'us-east-1/experiments-staging', script, '--live', '--endpoint', environment.endpoint];
  expect(await run(scan)).toMatchObject({ code: 0 });
  expect(await run(['rollback', 'last', '--live'])).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(Array(6).fill(0));
});
