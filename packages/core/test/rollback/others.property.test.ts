import type { Item, Send } from '@dynamodb-migrate/core';
import { keyId } from '@dynamodb-migrate/core';
import { clear, createTable, describeEngines, dump, normalise, seed, tempDir } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import type { RollbackDetail } from '../../src/rollback/roll-back-one';
import { contentsOf, tryWrite, writeOf } from './random-writes';
import { rollBackRun, runWithJournal } from './run-with-journal';

describeEngines('rollback of what others have written to as well', (engine) => {
  const image = async (table: string) => {
    const items = (await dump(engine, table)).map(normalise);
    return new Map(items.map((item) => [keyId({ id: item.id! }), item]));
  };

  test('does what its preview says, and leaves every conflict exactly as it found it', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    const adding = fc.constantFrom('a', 'b', 'c', 'd', 'e').map((id) => ({
      operation: 'UpdateItem',
      input: (TableName: string) => ({
        ...{ TableName, Key: { id: { S: id } }, UpdateExpression: 'SET addedByOthers = :v' },
        ExpressionAttributeValues: { ':v': { S: 'must stay' } },
      }),
    }));
    const ours = fc.array(writeOf(engine), { minLength: 1, maxLength: 8 });
    const theirs = fc.array(fc.oneof(adding, writeOf(engine)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(contentsOf(engine), ours, theirs, async (contents, writes, others) => {
        await clear(engine, table);
        await seed(engine, table, contents);
        const before = await image(table);
        const run = await runWithJournal(base, engine, table, async (send) => {
          for (const write of writes) await tryWrite(send, table, write);
        });
        for (const write of others) await tryWrite(engine.send, table, write);
        const found = await image(table);

        const preview = await rollBackRun(base, engine, run, { live: false });
        const details: RollbackDetail[] = [];
        const live = await rollBackRun(base, engine, run, { onDetail: (one) => void details.push(one) });
        expect(live.counts).toEqual(preview.counts);
        const after = await image(table);
        for (const { key, result } of details) {
          const id = keyId(key);
          expect(after.get(id)).toEqual((result === 'conflict' ? found : before).get(id));
        }

        await rollBackRun(base, engine, run, { force: true });
        const forced = await image(table);
        for (const { key, before: first } of details) {
          if (first !== undefined) expect(forced.get(keyId(key))).toEqual(before.get(keyId(key)));
        }
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});

describeEngines('what a rollback reads', (engine) => {
  const items = Array.from({ length: 250 }, (_, i): Item => ({ id: { S: `item ${i}` }, n: { N: String(i) } }));
  const ids = items.map(({ id }) => ({ id: id! }));

  const counting = (counts: { [operation: string]: number }) => (): Send => (operation, input, options) => {
    counts[operation] = (counts[operation] ?? 0) + 1;
    return engine.send(operation, input, options);
  };
  const update = (table: string, Key: Item) => ({
    ...{ TableName: table, Key, UpdateExpression: 'SET seen = :one' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
  });

  test('nothing, where it is what the run left, however that was written', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    await seed(engine, table, items);
    const run = await runWithJournal(base, engine, table, async (send) => {
      for (const [i, Key] of ids.entries()) {
        if (i % 3 === 0) await send('UpdateItem', update(table, Key));
        else if (i % 3 === 1) await send('PutItem', { TableName: table, Item: { ...items[i], other: { BOOL: true } } });
        else await send('DeleteItem', { TableName: table, Key });
      }
    });
    const counts = {};
    const { counts: results } = await rollBackRun(base, engine, run, { connect: counting(counts) });
    expect(results).toMatchObject({ restored: 167, recreated: 83, conflict: 0 });
    expect(counts).toEqual({ UpdateItem: 167, PutItem: 83, DescribeTable: 1 });
    expect((await dump(engine, table)).map(normalise)).toEqual(expect.arrayContaining(items.map(normalise)));
  });

  test('all, a hundred at a time, once many are not what it left', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    await seed(engine, table, items);
    const run = await runWithJournal(base, engine, table, async (send) => {
      for (const Key of ids) await send('UpdateItem', update(table, Key));
    });
    await seed(engine, table, items);
    const counts: { [operation: string]: number } = {};
    const { counts: results } = await rollBackRun(base, engine, run, { connect: counting(counts) });
    expect(results).toMatchObject({ unchanged: 250, conflict: 0, failed: 0 });
    expect(counts.UpdateItem).toBeLessThanOrEqual(100);
    expect(counts.BatchGetItem).toBe(2);
  });

  test('where an engine tells what a condition met, not even that', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    await seed(engine, table, items.slice(0, 3));
    const run = await runWithJournal(base, engine, table, async (send) => {
      for (const Key of ids.slice(0, 3)) await send('UpdateItem', update(table, Key));
    });
    const changed = { ...items[1]!, n: { N: '-1' } };
    await seed(engine, table, [changed]);
    const counts: { [operation: string]: number } = {};
    const telling = (): Send => {
      const send = counting(counts)();
      return async (operation, input, options) => {
        try {
          return await send(operation, input, options);
        } catch (error: any) {
          if (input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') {
            error.body.Item = (await engine.send('GetItem', { TableName: table, Key: input.Key })).Item;
          }
          throw error;
        }
      };
    };
    const details: RollbackDetail[] = [];
    const options = { connect: telling, onDetail: (one: RollbackDetail) => void details.push(one) };
    expect((await rollBackRun(base, engine, run, options)).counts).toMatchObject({ restored: 2, conflict: 1 });
    expect(details.find(({ result }) => result === 'conflict')!.now).toEqual(changed);
    expect(counts.GetItem).toBeUndefined();
  });
});
