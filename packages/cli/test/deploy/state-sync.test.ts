import { setTimeout as sleep } from 'node:timers/promises';
import { dump, type EngineProxy, latency, startProxy, tempDir } from '@dynamodb-migrate/test-tools';
import { type S3Server, startS3 } from '../support/s3-server';
import { count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
let proxy: EngineProxy;
let s3: S3Server;

beforeAll(async () => {
  [proxy, s3] = await Promise.all([startProxy({ to: engine }), startS3()]);
});
afterAll(() => Promise.all([proxy.stop(), s3.stop()]));

const numbers = async () => (await dump(engine, 'experiments-staging')).map(({ n }) => (n as { N: string }).N);
const are = async (n: string) => (await numbers()).filter((one) => one === n).length;

/** A fleet whose runs are in S3; each job is a machine of its own. */
async function given() {
  const fleet = await givenFleet(engine, { scripts: { [names.count]: count }, records: 200 });
  const place = { ...fleet.environment, endpoint: proxy.endpoint };
  fleet.configure({ environments: { staging: place }, state: 's3://migrations/strict' });
  const machine = () => ({ env: { ...s3.env, TMPDIR: tempDir() } });
  const job = (...args: string[]) => fleet.run(args, machine());
  await job('init');
  /** Starts a job that dies once so many records have the number. */
  const dies = async (n: string, ...args: string[]) => {
    proxy.reset((operation) => (/^(Put|Update)Item$/.test(operation) ? latency(5) : undefined));
    const dying = fleet.start(args, machine());
    while ((await are(n)) < 10 && dying.child.exitCode === null) await sleep(10);
    dying.child.kill('SIGKILL');
    expect(await dying).toMatchObject({ signal: 'SIGKILL' });
    await proxy.idle();
    proxy.reset();
    expect(await are(n)).toBeLessThan(200);
    expect(await job('unlock', '--force')).toMatchObject({ code: 0 });
  };
  return { job, dies };
}

test('--state-sync strict: what a dead job wrote is known to the next one', async () => {
  const { job, dies } = await given();
  await dies('1', 'apply', '--state-sync', 'strict');
  const applied = await job('apply', '--state-sync', 'strict');
  expect(applied).toMatchObject({ code: 0, stderr: expect.stringMatching(/going on with run/) });
  expect(await are('1')).toBe(200);

  await dies('0', 'rollback', '--last', '--live', '--state-sync', 'strict');
  const back = await are('0');
  const { journal } = JSON.parse((await job('show', 'last', '--json', '--state', 's3://migrations/strict')).stdout);
  expect(journal.done + journal.unknown).toBeGreaterThanOrEqual(back);
  expect(await job('rollback', '--last', '--live', '--state-sync', 'strict')).toMatchObject({ code: 0 });
  expect(await are('0')).toBe(200);
}, 120_000);

test.each([[['apply']], [['rollback', '--last']]])('%j: only strict is known', async (args) => {
  const { job } = await given();
  expect(await job(...args, '--state-sync', 'lax')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--state-sync must be strict, not "lax"'),
  });
});
