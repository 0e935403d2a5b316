import { cpSync, readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import type { Item, Send } from '@dynamodb-migrate/core';
import { createTable, describeEngines, dump, normalise, seed, tempDir } from '@dynamodb-migrate/test-tools';
import type { RollbackDetail } from '../../src/rollback/roll-back-one';
import type { RunRequest } from '../../src/runs/run';
import { createRun, openRun, runFolder } from '../../src/runs/runs';
import { journalOf, rollBackRun, runWithJournal } from './run-with-journal';

describeEngines('rollback', (engine) => {
  let table: string;
  let base: string;
  const a: Item = { id: { S: 'a' }, n: { N: '1' }, doc: { M: { list: { L: [{ S: 'x' }, { BOOL: true }] } } } };
  const Key = { id: { S: 'a' } };
  const increment = {
    UpdateExpression: 'SET n = n + :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  };

  beforeEach(async () => {
    table = await createTable(engine);
    base = tempDir();
    await seed(engine, table, [a]);
  });

  const add = (send: Send = engine.send) => send('UpdateItem', { TableName: table, Key, ...increment });
  const now = async () => (await dump(engine, table)).map(normalise);
  const details = async (run: string, options = {}) => {
    const all: RollbackDetail[] = [];
    const result = await rollBackRun(base, engine, run, { ...options, onDetail: (one) => all.push(one) });
    return { ...result, details: all };
  };

  test('leaves alone what others have changed since, and says what differs', async () => {
    const run = await runWithJournal(base, engine, table, add);
    await add();
    const { counts, details: found, run: own } = await details(run);
    expect(counts).toMatchObject({ conflict: 1, restored: 0 });
    expect(found).toMatchObject([
      {
        result: 'conflict',
        reason: 'changed since',
        key: Key,
        before: { n: { N: '1' } },
        ours: { n: { N: '2' } },
        now: { n: { N: '3' } },
        diff: [{ path: 'n', kind: 'changed', before: { N: '2' }, after: { N: '3' } }],
      },
    ]);
    expect(own).toMatchObject({ state: 'failed', rollbackOf: run, command: 'rollback', counts: { conflict: 1 } });
    expect(await openRun(base, run)).toMatchObject({ state: 'rollback failed', rolledBackBy: own!.id });

    expect((await details(run, { force: true })).counts).toMatchObject({ conflict: 0, restored: 1 });
    expect(await now()).toEqual([normalise(a)]);
    expect((await openRun(base, run)).state).toBe('rolled back');
  });

  test('sees that others wrote in the middle of the run', async () => {
    const run = await runWithJournal(base, engine, table, async (send) => {
      await add(send);
      await add();
      await add(send);
    });
    const { details: found } = await details(run);
    expect(found).toMatchObject([{ result: 'conflict', reason: 'changed in between' }]);
  });

  test('sees what others change between its read and its write', async () => {
    const run = await runWithJournal(base, engine, table, add);
    let changed = false;
    const connect = (): Send => async (operation, input, options) => {
      if (operation === 'UpdateItem' && !changed) {
        changed = true;
        await add();
      }
      return engine.send(operation, input, options);
    };
    const { counts } = await details(run, { connect });
    expect(counts).toMatchObject({ conflict: 1, restored: 0 });
    expect(await now()).toMatchObject([{ n: { N: '3' } }]);
  });

  test('rolls back what is picked only', async () => {
    const b = { id: { S: 'b' } };
    const run = await runWithJournal(base, engine, table, async (send) => {
      await add(send);
      await send('PutItem', { TableName: table, Item: b });
    });
    const { counts } = await details(run, { only: (_: string, key: Item) => 'S' in key.id! && key.id.S === 'b' });
    expect(counts).toMatchObject({ deleted: 1, restored: 0 });
    expect((await openRun(base, run)).state).toBe('partly rolled back');
    expect((await details(run)).counts).toMatchObject({ unchanged: 1, restored: 1 });
    expect((await openRun(base, run)).state).toBe('rolled back');
  });

  test('a rollback can be rolled back, and the run is what it was', async () => {
    const run = await runWithJournal(base, engine, table, add);
    const { run: own } = await details(run);
    expect((await openRun(base, run)).state).toBe('rolled back');
    expect((await details(own!.id)).counts).toMatchObject({ restored: 1 });
    expect(await now()).toMatchObject([{ n: { N: '2' } }]);
    expect((await openRun(base, own!.id)).state).toBe('rolled back');
    const again = await openRun(base, run);
    expect(again.state).toBe('succeeded');
    expect(again.rolledBackBy).toBeUndefined();
    expect((await details(run)).counts).toMatchObject({ restored: 1 });
  });

  test('writes nothing without live', async () => {
    const run = await runWithJournal(base, engine, table, add);
    const before = await now();
    const { counts, run: own } = await details(run, { live: false });
    expect(counts).toMatchObject({ restored: 1 });
    expect(own).toBeUndefined();
    expect(await now()).toEqual(before);
    expect(readdirSync(path.join(base, 'runs'))).toEqual([run]);
    expect((await openRun(base, run)).state).toBe('succeeded');
  });

  test('stops when told to, and goes on when done again', async () => {
    const items = Array.from({ length: 30 }, (_, i): Item => ({ id: { S: `new ${i}` } }));
    const run = await runWithJournal(base, engine, table, (send) =>
      Promise.all(items.map((Item) => send('PutItem', { TableName: table, Item }))),
    );
    const stop = new AbortController();
    let done = 0;
    const options = {
      signal: stop.signal,
      concurrency: 2,
      onDetail: () => {
        done++;
        if (done === 5) stop.abort();
      },
    };
    const first = await rollBackRun(base, engine, run, options);
    expect(first.run!.state).toBe('interrupted');
    expect(first.counts.deleted).toBeLessThan(30);
    const second = await rollBackRun(base, engine, run);
    expect(second.counts).toMatchObject({ deleted: 30 - first.counts.deleted, unchanged: first.counts.deleted });
    expect(await now()).toEqual([normalise(a)]);
  });

  test('an intent without an outcome, of an item nothing was known of, is left alone where it may have been applied', async () => {
    for (const applied of [true, false]) {
      const Item = { id: { S: 'a' }, put: { S: 'by the run' } };
      await seed(engine, table, [a]);
      const run = await runWithJournal(base, engine, table, (send) => send('PutItem', { TableName: table, Item }));
      if (!applied) await seed(engine, table, [a]);
      const file = path.join(journalOf(base, run), '000001.journal');
      // Its end, and a byte of the outcome.
      truncateSync(file, statSync(file).size - 31);
      const { details: found, torn } = await details(run);
      expect(torn).toMatchObject([{ file }]);
      if (applied) expect(found).toMatchObject([{ result: 'conflict', reason: 'image before unknown' }]);
      else expect(found).toMatchObject([{ result: 'unchanged' }]);
    }
  });

  test('puts back items that no single condition can describe', async () => {
    const many: Item = { id: { S: 'many' } };
    for (let i = 0; i < 400; i++) many[`attribute ${i}`] = { L: [{ N: String(i) }] };
    await seed(engine, table, [many]);
    const run = await runWithJournal(base, engine, table, (send) =>
      send('UpdateItem', { TableName: table, Key: { id: many.id }, UpdateExpression: 'SET extra = id REMOVE nothing' }),
    );
    expect((await details(run)).counts).toMatchObject({ restored: 1 });
    expect(await now()).toEqual([normalise(a), normalise(many)]);
  });

  test('tells what it cannot roll back', async () => {
    const other = await createTable(engine);
    const run = await runWithJournal(base, engine, table, (send) => send('DeleteTable', { TableName: other }));
    expect((await details(run)).notCovered).toEqual([{ seq: 1, operation: 'DeleteTable' }]);
  });

  test('refuses a run that wrote and whose journal has been emptied', async () => {
    const end = () => ({ counts: { records: 1, UpdateItem: 1 } });
    const run = await runWithJournal(base, engine, table, add, { end });
    truncateSync(path.join(journalOf(base, run), '000001.journal'), 0);
    for (const live of [false, true])
      await expect(details(run, { live })).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
  });

  test('refuses runs without a journal, and other tables of the same name', async () => {
    const { region, endpoint } = engine.target;
    const request = { command: 'scan', table, region, endpoint, live: true };
    const made = async (asked: RunRequest) => {
      const { run, lock } = await createRun(base, asked);
      await lock.release();
      return run;
    };
    const { id } = await made(request);
    await expect(details(id)).rejects.toMatchObject({ code: 'NO_JOURNAL' });
    const old = await made({ ...request, tableIdentity: { createdAt: '2001-01-01T00:00:00.000Z' } });
    const run = await runWithJournal(base, engine, table, add);
    cpSync(journalOf(base, run), path.join(runFolder(base, old.id), 'journal'), { recursive: true });
    await expect(details(old.id)).rejects.toMatchObject({ code: 'OTHER_TABLE' });
  });
});
