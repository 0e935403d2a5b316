import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLedger } from '@dynamodb-migrate/ledger';
import { dump, latency, onOperations, startProxy } from '@dynamodb-migrate/test-tools';
import { count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const both = ['experiments-staging', 'experiments-production'];
const last = ['rollback', '--last', '--live'];
const overBoth = `${count}\nmodule.exports.table = ${JSON.stringify(both)};`;

const numbers = async () => {
  const all = await Promise.all(both.map((table) => dump(engine, table)));
  return all.flat().map(({ n }) => Number((n as { N: string }).N));
};

/** A script over two tables, applied, and where its runs are. */
async function applied(scripts: { [file: string]: string } = { [names.count]: overBoth }, endpoint = engine.endpoint) {
  const fleet = await givenFleet(engine, { scripts });
  fleet.configure({ environments: { staging: { ...fleet.environment, endpoint } } });
  await fleet.run(['init']);
  const { stdout } = await fleet.run(['apply', '--json']);
  const ids: string[] = JSON.parse(stdout).scripts.flatMap(({ runs }: any) => runs.map(({ run }: any) => run));
  const ledger = createLedger({ send: engine.send, table: fleet.ledger });
  const before = (await ledger.history('staging')).length;
  const kinds = async () => (await ledger.history('staging')).slice(before).map(({ kind }) => kind);
  const folders = ids.map((id) => path.join(fleet.dir, '.dynamodb-migrate/runs', id));
  return { ...fleet, ids, kinds, folders };
}

const spoils = {
  'a journal that is cut off': (folder: string) =>
    onJournal(folder, (file, bytes) => truncateSync(file, bytes.length - 40)),
  'a journal with a flipped bit': (folder: string) =>
    onJournal(folder, (file, bytes) => {
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(file, bytes);
    }),
  'no journal': (folder: string) => onJournal(folder, (file) => renameSync(file, `${folder}/away`)),
  'no run': (folder: string) => {
    renameSync(folder, `${folder}-away`);
    return () => renameSync(`${folder}-away`, folder);
  },
};

function onJournal(folder: string, spoil: (file: string, bytes: Buffer) => void): () => void {
  const file = path.join(folder, 'journal/000001.journal');
  const whole = readFileSync(file);
  spoil(file, Buffer.from(whole));
  return () => writeFileSync(file, whole);
}

test.each(Object.entries(spoils).flatMap(([what, spoil]) => [0, 1].map((which) => [what, which, spoil] as const)))(
  '%s of run %d: nothing is written and the ledger tells of nothing',
  async (what, which, spoil) => {
    const { run, kinds, folders, ids } = await applied();
    expect(ids).toHaveLength(2);
    const mend = spoil(folders[which]!);
    const { code, stderr } = await run(last);
    expect(code).toBe(2);
    expect(await numbers()).toEqual(Array(12).fill(1));
    expect(await kinds()).toEqual([]);
    if (what.startsWith('a journal'))
      expect(stderr).toContain('With --force what is left of the journal is rolled back');
    mend();
    expect(await run(['apply'])).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to apply') });
    expect(await run(last)).toMatchObject({ code: 0 });
    expect(await numbers()).toEqual(Array(12).fill(0));
    expect(await kinds()).toEqual(['rollback started', 'rolled back']);
  },
);

test('a script behind one that is rolled back already: that one is told, and it ends with 1', async () => {
  const first = '2020-01-01T00:00:00Z-first.js';
  const { run, kinds, folders } = await applied({ [first]: count, [names.auth]: overBoth, [names.count]: overBoth });
  const mend = spoils['no run'](folders[1]!);
  const { code, stderr } = await run(['rollback', '--to', first, '--live']);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /count\.js is rolled back: 12 restored\n.*add-auth\.js is not rolled back whole: the run .* is not/,
  );
  expect(await kinds()).toEqual(['rollback started', 'rolled back']);
  mend();
  expect(await run(['rollback', '--to', first, '--live'])).toMatchObject({ code: 0 });
});

test('stopped by a signal it exits with 128 and the number of it, and goes on', async () => {
  const proxy = await startProxy({ to: engine });
  try {
    const { start, run, kinds } = await applied({ [names.count]: overBoth }, proxy.endpoint);
    proxy.reset(onOperations(['PutItem', 'UpdateItem'], latency(100)));
    const stopping = start(last);
    const hasBegun = () => proxy.writes().some(({ body }) => both.includes(body.TableName as string));
    while (!hasBegun() && stopping.child.exitCode === null) await sleep(10);
    stopping.child.kill('SIGTERM');
    const { code, stderr } = await stopping;
    expect([code, stderr]).toEqual([143, expect.stringMatching(/is not rolled back whole: .*stopped by SIGTERM/)]);
    expect(stderr).not.toContain('nothing to roll back');
    expect(await kinds()).toEqual(['rollback started', 'rollback failed']);
    expect(await run(last)).toMatchObject({ code: 0 });
    expect(await numbers()).toEqual(Array(12).fill(0));
  } finally {
    await proxy.stop();
  }
});

const slow = `module.exports = async (record, dyno) => {
  console.log('begun');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await dyno?.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': true } });
};
module.exports.table = 'experiments-staging';`;

test.each([
  [['plan'], false],
  [['verify'], true],
])('%j stopped by a signal exits with 128 and the number of it', async (args, isApplied) => {
  const { run, start } = await givenFleet(engine, { scripts: { [names.count]: slow } });
  await run(['init']);
  if (isApplied) expect(await run(['apply'])).toMatchObject({ code: 0 });
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    const stopping = start(args);
    await new Promise<void>((resolve) => stopping.child.stdout!.once('data', () => resolve()));
    stopping.child.kill(signal);
    const ended = await stopping;
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(`stopped by ${signal}`)]);
    expect(ended.stderr).not.toContain('would still add');
  }
});
