import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dump, runMain, tempDir } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine, given } = useEngine();

/** Puts every record back, the second one changed. */
const putsBack = `
module.exports = async (record, dyno) => {
  if (!dyno) return;
  await dyno.putItem({ Item: record.id === 'r2' ? { ...record, status: 'new' } : { ...record } }).promise();
};`;

async function scan(...flags: string[]) {
  const { table, run } = await given(putsBack, { records: 3 });
  const state = tempDir();
  const result = await run(['--state', state, ...flags]);
  const [id] = readdirSync(path.join(state, 'runs'));
  const record = JSON.parse(readFileSync(path.join(state, 'runs', id!, 'run.json'), 'utf8'));
  return { ...result, state, record, items: await dump(engine, table) };
}

test('puts that change nothing are left out, counted and told', async () => {
  const { code, stderr, stdout, record, items, state } = await scan('--live', '--skip-unchanged', '--json');
  expect(code).toBe(0);
  expect(stderr).toContain('2 puts left out that would have changed nothing');
  expect(JSON.parse(stdout)).toMatchObject({ skipped: 2, counts: { operations: { PutItem: 1 } } });
  expect(record).toMatchObject({ counts: { skipped: 2, PutItem: 1 }, settings: { 'skip-unchanged': true } });
  expect(items.find(({ id }) => (id as { S: string }).S === 'r2')).toMatchObject({ status: { S: 'new' } });
  const taken = await runMain(['rollback', 'last', '--live', '--state', state]);
  expect(taken).toMatchObject({ code: 0, stderr: expect.stringContaining('1 restored') });
});

test('a run that leaves everything out has nothing to roll back', async () => {
  const { table, run } = await given(putsBack.replace("'r2'", 'null'), { records: 3 });
  const state = tempDir();
  const { code, stderr } = await run(['--state', state, '--live', '--skip-unchanged']);
  expect(code).toBe(0);
  expect(stderr).toContain('3 puts left out that would have changed nothing');
  expect(stderr).not.toContain('rollback:');
  expect(await dump(engine, table)).toHaveLength(3);
  const taken = await runMain(['rollback', 'last', '--live', '--state', state]);
  expect(taken).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to do') });
});

test('a preview tells them too', async () => {
  const { code, stdout, stderr, record } = await scan('--preview', '--skip-unchanged', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).notes).toContainEqual(
    expect.stringContaining('2 puts that would change nothing are left out'),
  );
  expect(record.counts).toMatchObject({ skipped: 2, PutItem: 1 });
  expect(stderr).not.toContain('error');
});

test('without the flag, and where only parts of items are read, every put is made', async () => {
  expect((await scan('--live')).record.counts).toMatchObject({ PutItem: 3 });
  const parts = await scan('--live', '--skip-unchanged', '--projection', 'id');
  expect(parts.record.counts).toMatchObject({ PutItem: 3 });
  expect(parts.stderr).toContain('warning: puts that change nothing are made as well');
});
