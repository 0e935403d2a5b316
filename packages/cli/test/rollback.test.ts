import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '@dynamodb-migrate/core';
import {
  accessDenied,
  createTable,
  describeEngines,
  dump,
  type EngineProxy,
  latency,
  normalise,
  onOperations,
  runBin,
  runMain,
  seed,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

const everything = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  const Key = { id: record.id };
  const number = Number(record.id.slice(1));
  if (Number.isNaN(number)) return callback();
  if (number % 5 === 0) return dyno.deleteItem({ Key }, callback);
  if (number % 5 === 1) return dyno.putItem({ Item: { ...Key, only: 'this' } }, callback);
  if (number % 5 === 2 && process.env.NEW) return dyno.putItem({ Item: { id: 'new' + number } }, callback);
  if (number % 5 === 3) {
    return dyno.batchWriteItem({
      RequestItems: { [process.env.TABLE]: [{ PutRequest: { Item: { ...Key, batch: true } } }] },
    }, callback);
  }
  dyno.updateItem({
    Key,
    UpdateExpression: 'SET n = n + :one, doc.part = :text REMOVE bin',
    ExpressionAttributeValues: { ':one': 1, ':text': 'changed' },
  }, callback);
};`;

const increment = `
module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }, callback);
};`;

function record(id: string): Item {
  return {
    id: { S: id },
    n: { N: '12345678901234567890123456789012345678' },
    bin: { B: 'AAEC' },
    set: { NS: ['1', '2.5'] },
    doc: { M: { part: { L: [{ NULL: true }, { BOOL: false }, { BS: ['AA=='] }] } } },
  };
}

describeEngines('rollback', (engine) => {
  let dir: string;
  let table: string;
  let proxy: EngineProxy;

  beforeAll(async () => {
    proxy = await startProxy({ to: engine });
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    proxy.reset();
    dir = tempDir();
    writeFiles(dir, { 'everything.js': everything, 'increment.js': increment });
    table = await createTable(engine);
  });

  const fill = (number: number) =>
    seed(
      engine,
      table,
      Array.from({ length: number }, (_, i) => record(`r${i}`)),
    );
  const items = async () => (await dump(engine, table)).map(normalise);
  const change = (id: string, n: string) =>
    engine.send('UpdateItem', {
      TableName: table,
      Key: { id: { S: id } },
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: n } },
    });
  const how = () => ({ cwd: dir, env: { TABLE: table, NEW: 'yes' } });
  const bin = (...args: string[]) => runMain(args, how());
  /** The same in a process of its own, which gets signals. */
  const alone = (...args: string[]) => runBin(args, how());
  const scan = (script: string) => ['scan', `us-east-1/${table}`, script, '--live', '--endpoint', proxy.endpoint];
  const live = (script: string, ...flags: string[]) => bin(...scan(script), ...flags);
  /** Waits until a bin has written so often. */
  const writes = async (number: number, { child }: ReturnType<typeof runBin>) => {
    while (proxy.writes().length < number && child.exitCode === null) await sleep(1);
    expect(child.exitCode).toBeNull();
  };
  const runIds = () => readdirSync(path.join(dir, '.dynamodb-migrate/runs')).sort();
  const state = async (id: string) => JSON.parse((await bin('show', id, '--json')).stdout).state;

  test('there and back, and there again', async () => {
    await fill(20);
    const start = await items();
    const run = await live('everything.js');
    expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(/^live: 20 records/) });
    const changed = await items();
    expect(changed).not.toEqual(start);
    const [id] = runIds();

    proxy.reset();
    const preview = await bin('rollback', 'last');
    expect(preview.stderr).toContain(`rollback of ${id}, preview: 12 to restore, 4 to delete, 4 to recreate in`);
    expect(preview.stderr).toContain(', nothing written\n');
    expect(preview.stderr).toContain(`do it: dynamodb-migrate rollback ${id} --live\n`);
    expect(preview.stderr.match(/^(restore|delete|recreate): /gm)).toHaveLength(10);
    expect(preview.stderr).toContain('… and 10 more items\n');
    expect(preview).toMatchObject({ code: 0, stdout: '' });
    expect(proxy.writes()).toEqual([]);
    const kept = readFileSync(path.join(dir, `.dynamodb-migrate/runs/${id}/rollback-preview.ndjson`), 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(20);

    const back = await alone('rollback', 'last', '--live');
    expect(back.stderr).toContain(`rollback of ${id}: 12 restored, 4 deleted, 4 recreated in`);
    expect(back.code).toBe(0);
    expect(await items()).toEqual(start);
    expect(await state(id!)).toBe('rolled back');
    const own = runIds()[1]!;
    expect(back.stderr).toContain(`roll this rollback back: dynamodb-migrate rollback ${own}\n`);

    const again = await bin('rollback', 'last', '--live');
    expect(again.stderr).toBe(`rollback of ${id}: nothing to do, 20 items are as before the run\n`);
    expect(again.code).toBe(0);

    expect(await bin('rollback', own, '--live')).toMatchObject({ code: 0 });
    expect(await items()).toEqual(changed);
    expect(await state(id!)).toBe('succeeded');
  });

  test('what others have changed since is left alone, unless forced', async () => {
    await fill(3);
    const start = await items();
    await live('increment.js');
    await change('r1', '7');
    const [id] = runIds();
    const back = await bin('rollback', id!.slice(0, -2), '--live');
    expect(back.code).toBe(1);
    expect(back.stderr).toMatch(
      new RegExp(
        `^conflict \\(changed since\\): ${table}, id "r1"\\n  n: before N 12\\d+678, ours N 12\\d+679, now N 7\\n` +
          `rollback of ${id}: 2 restored, 1 conflict in `,
      ),
    );
    expect((await items()).map(({ n }) => n)).toEqual([start[0]!.n, { N: '7' }, start[2]!.n]);
    const shown = await bin('show', id!);
    expect(shown.stdout).toMatch(/left by its rollback\n {2}conflict \(changed since\)/);
    expect(shown.stdout).toContain('state           rollback failed\n');

    const hidden = await bin('rollback', id!, '--hide-values');
    expect(hidden.code).toBe(1);
    expect(hidden.stderr).toMatch(/n: before N, \d+ bytes, ours N, \d+ bytes, now N, \d+ bytes/);
    expect(hidden.stderr).not.toMatch(/N 7|r1"/);

    const forced = await bin('rollback', id!, '--live', '--force', '--json');
    expect(JSON.parse(forced.stdout)).toMatchObject({
      run: id,
      live: true,
      state: 'succeeded',
      counts: { restored: 1, unchanged: 2, conflict: 0 },
      items: [{ result: 'restored', table, key: { id: { S: 'r1' } }, differences: [{ path: 'n', now: { N: '7' } }] }],
    });
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect(await items()).toEqual(start);
  });

  test('keys pick items', async () => {
    await fill(4);
    const [, , r2, r3] = await items();
    await live('increment.js');
    const some = await bin('rollback', 'last', '--live', '--only', 'r2', '{"id":"r3"}');
    expect(some.stderr).toMatch(/^rollback of \S+: 2 restored in /);
    expect(some.code).toBe(0);
    expect((await items()).slice(2)).toEqual([r2, r3]);
    expect(await state(runIds()[0]!)).toBe('partly rolled back');
    const none = await bin('rollback', 'last', '--only', 'r9');
    expect(none.stderr).toMatch(
      /^--only r9: run \S+ has not written to such an item\n.*nothing to do, none of those\n$/,
    );
    expect(none.code).toBe(1);
  });

  test('a run that was killed half way', async () => {
    await fill(40);
    const start = await items();
    proxy.reset(() => latency(5));
    const args = ['scan', `us-east-1/${table}`, 'everything.js', '--live', '--endpoint', proxy.endpoint];
    const run = runBin([...args, '--concurrency', '4'], { cwd: dir, env: { TABLE: table } });
    await writes(12, run);
    run.child.kill('SIGKILL');
    expect((await run).signal).toBe('SIGKILL');
    await proxy.idle();
    const [id] = runIds();
    expect(await items()).not.toEqual(start);
    expect(await state(id!)).toBe('interrupted');
    proxy.reset();
    const back = await bin('rollback', 'last', '--live');
    expect(back).toMatchObject({ code: 0 });
    expect(await items()).toEqual(start);
  });

  test('a signal stops between items, and the rest is done by doing it again', async () => {
    await fill(40);
    const start = await items();
    await live('increment.js');
    proxy.reset(() => latency(20));
    const first = alone('rollback', 'last', '--live', '--concurrency', '2');
    await writes(6, first);
    first.child.kill('SIGINT');
    const stopped = await first;
    expect(stopped.code).toBe(130);
    const [id] = runIds();
    expect(stopped.stderr).toContain('SIGINT: waiting for what is in flight; once more exits at once\n');
    expect(stopped.stderr).toMatch(/stopped by SIGINT after \d+ restored in/);
    expect(stopped.stderr).toContain(`go on: dynamodb-migrate rollback ${id} --live\n`);
    proxy.reset();
    const second = await bin('rollback', 'last', '--live');
    expect(second).toMatchObject({ code: 0, stderr: expect.stringMatching(/\d+ restored, \d+ unchanged in/) });
    expect(await items()).toEqual(start);
  });

  test('it keeps to a budget, and is tuned and paused like any run', async () => {
    await fill(60);
    const start = await items();
    await live('increment.js');
    proxy.reset();
    const slow = alone('rollback', 'last', '--live', '--max-wcu', '1');
    await writes(1, slow);
    const [run] = runIds();
    const own = runIds().find((id) => id !== run)!;
    expect(await bin('tune', own, '--pause')).toMatchObject({ code: 0 });
    expect(await bin('tune', own, '--max-wcu', 'none')).toMatchObject({ code: 0 });
    expect(await bin('tune', own, '--no-pause')).toMatchObject({ code: 0 });
    const { code, stderr } = await slow;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^tuned: no limit on write units$/m) });
    expect(await items()).toEqual(start);
  });

  test('a refused write is a failure that is told', async () => {
    await fill(2);
    await live('increment.js');
    proxy.reset(onOperations(['UpdateItem'], accessDenied, 1));
    const back = await bin('rollback', 'last', '--live');
    expect(back.stderr).toContain('failed (AccessDeniedException: ');
    expect(back.stderr).toContain('1 restored, 1 failed in');
    expect(back.code).toBe(1);
    expect((await bin('rollback', 'last', '--live')).code).toBe(0);
  });

  test('what cannot begin', async () => {
    await fill(1);
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await bin('rollback', ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await refused()).toMatch(/^error: must specify a run/);
    expect(await refused('last')).toMatch(/^error: there is no live run in \.dynamodb-migrate/);
    expect(await refused('2020')).toMatch(/^error: there is no run 2020 in \.dynamodb-migrate/);
    await live('increment.js', '--no-journal');
    expect(await refused('last', '--live')).toMatch(/^error: run \S+ has no journal, so it cannot be rolled back/);
    await live('increment.js');
    const journals = runIds().map((id) => path.join(dir, '.dynamodb-migrate/runs', id, 'journal/000001.journal'));
    const file = journals.find((journal) => existsSync(journal))!;
    const bytes = readFileSync(file);
    writeFileSync(file, '');
    expect(await refused('last')).toMatch(/^error: the journal of run \S+ is empty, though the run wrote to items/);
    writeFileSync(file, bytes);
    proxy.reset(onOperations(['DescribeTable'], accessDenied));
    expect(await refused('last')).toMatch(/^error: no permission on table /);
    proxy.reset();
    expect(await refused('last', '--redact', 'a..b')).toMatch(/^error: "a\.\.b" is not an attribute path/);
    await engine.send('DeleteTable', { TableName: table });
    await sleep(50);
    expect(await refused('last')).toMatch(/^error: there is no table /);
    await createTable(engine, { name: table });
    expect(await refused('last')).toMatch(/^error: the table \S+ is not the one that run \S+ wrote to/);
  });

  test('not while the run is at work', async () => {
    await fill(20);
    proxy.reset(() => latency(50));
    const run = alone(...scan('increment.js'));
    await writes(2, run);
    expect(await bin('rollback', 'last')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: run \S+ is running; it can be rolled back once it has stopped/),
    });
    run.child.kill('SIGTERM');
    await run;
  });

  test('region local needs no credentials, and --endpoint leads to where it is now', async () => {
    await fill(1);
    const start = await items();
    const gone = await startProxy({ to: engine });
    const args = ['scan', `local/${table}`, 'increment.js', '--live', '--endpoint', gone.endpoint];
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, HOME: dir };
    expect(await runMain(args, { cwd: dir, env })).toMatchObject({ code: 0 });
    await gone.stop();
    const back = await runMain(['rollback', 'last', '--live', '--endpoint', proxy.endpoint], { cwd: dir, env });
    expect(back).toMatchObject({ code: 0, stderr: expect.stringMatching(/1 restored/) });
    expect(await items()).toEqual(start);
  });

  test('nobody else can read what is kept, and git does not see it', async () => {
    await fill(1);
    await live('increment.js');
    await bin('rollback', 'last', '--live');
    const base = path.join(dir, '.dynamodb-migrate');
    expect(readFileSync(path.join(base, '.gitignore'), 'utf8')).toBe('*\n');
    const names = readdirSync(base, { recursive: true }) as string[];
    expect(names.some((name) => name.endsWith('rollback.ndjson'))).toBe(true);
    for (const name of ['', ...names]) {
      const stats = statSync(path.join(base, name));
      expect([name, stats.mode & 0o777]).toEqual([name, stats.isDirectory() ? 0o700 : 0o600]);
    }
    expect(existsSync(path.join(base, 'runs'))).toBe(true);
  });
});

test('a flag that nobody knows is refused', async () => {
  const { code, stderr } = await runMain(['rollback', 'last', '--dry', '--live']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: --dry/) });
});
