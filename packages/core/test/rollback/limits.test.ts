import { type AttributeValue, type Item, MigrateError, type Send, ServiceError } from '@dynamodb-migrate/core';
import { clear, createTable, describeEngines, dump, normalise, seed, tempDir } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import type { RollbackDetail } from '../../src/rollback/roll-back-one';
import { openRun } from '../../src/runs/runs';
import { rollBackRun, runWithJournal } from './run-with-journal';

/** As deep as DynamoDB goes: the value of an attribute is the first of 32 levels. */
function nested(kinds: readonly ('M' | 'L')[]): AttributeValue {
  return kinds.reduceRight<AttributeValue>(
    (inner, kind) => (kind === 'M' ? { M: { a: inner, constructor: { S: 'c' } } } : { L: [inner, { NULL: true }] }),
    { S: 'deepest' },
  );
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describeEngines('rollback of items at a limit', (engine) => {
  const change = (table: string, some: readonly string[]) => async (send: Send) => {
    for (const S of some) {
      await send('UpdateItem', {
        ...{ TableName: table, Key: { id: { S } }, UpdateExpression: 'SET big = :one REMOVE rest' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      });
    }
  };

  test('as deep and as large as DynamoDB takes them, they come back', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    const kinds = fc.array(fc.constantFrom('M' as const, 'L' as const), { minLength: 31, maxLength: 31 });
    await fc.assert(
      fc.asyncProperty(kinds, fc.nat(3), async (levels, short) => {
        const deep: Item = { id: { S: 'a' }, big: nested(levels), rest: nested(levels.toReversed()) };
        const large: Item = { id: { S: 'b' }, big: { S: 'x'.repeat(400 * 1024 - 6 - short) } };
        await seed(engine, table, [deep, large]);
        const run = await runWithJournal(base, engine, table, change(table, ['a', 'b']));
        expect((await rollBackRun(base, engine, run)).counts).toMatchObject({ restored: 2, failed: 0, conflict: 0 });
        expect((await dump(engine, table)).map(normalise)).toEqual([deep, large].map(normalise));
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  const refusals: (() => Error)[] = [
    () =>
      new ServiceError('ValidationException', 'Item size has exceeded the maximum allowed size', { statusCode: 400 }),
    () => new ServiceError('SerializationException', 'Unexpected token', { statusCode: 400 }),
    () => new ServiceError('RequestEntityTooLargeException', '', { statusCode: 413 }),
    () => new ServiceError('InternalServerError', 'an engine that cannot', { statusCode: 500 }),
    () => new MigrateError('ENGINE_LIMIT', 'The embedded DynamoDB cannot hold that'),
    () => new RangeError('Maximum call stack size exceeded'),
  ];
  const unreadable = refusals.filter((one) => one().name !== 'InternalServerError');

  test('those that are refused, reading or writing, are told, and the others come back', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    const faults = fc.dictionary(
      fc.constantFrom(...ids),
      fc.oneof(
        fc.constantFrom(...unreadable).map((error) => ({ at: 'read' as const, error })),
        fc.constantFrom(...refusals).map((error) => ({ at: 'write' as const, error })),
      ),
      { minKeys: 1, maxKeys: 4, noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(faults, async (bad) => {
        // What the run creates is read before it is deleted; the others are not.
        const there = ids.filter((id) => bad[id]?.at !== 'read');
        const items = there.map((S): Item => ({ id: { S }, rest: { S: 'was here' } }));
        await clear(engine, table);
        await seed(engine, table, items);
        const run = await runWithJournal(base, engine, table, change(table, ids));
        const refusing: Send = async (operation, input, options) => {
          const at = /Get/.test(operation) ? 'read' : 'write';
          const keys =
            (input.Key ?? input.Item) ? [input.Key ?? input.Item] : (input.RequestItems?.[table]?.Keys ?? []);
          const hit = keys.map(({ id }: any) => bad[id.S]).find((one: any) => one?.at === at);
          if (hit) throw hit.error();
          return engine.send(operation, input, options);
        };
        const details: RollbackDetail[] = [];
        const onDetail = (one: RollbackDetail) => void details.push(one);
        const result = await rollBackRun(base, engine, run, { connect: () => refusing, onDetail });
        const failed = details.filter((one) => one.result === 'failed');
        const named = (all: RollbackDetail[]) => all.map(({ key }) => (key.id as { S: string }).S).sort();
        const expected = Object.keys(bad);
        expect(named(failed)).toEqual(expected.sort());
        for (const { error, key } of failed) expect(error).toEqual(bad[(key.id as { S: string }).S]!.error());
        expect(result.counts).toMatchObject({
          restored: ids.length - expected.length,
          deleted: 0,
          failed: expected.length,
        });
        expect((await openRun(base, run)).state).toBe('rollback failed');

        expect((await rollBackRun(base, engine, run)).counts).toMatchObject({ failed: 0 });
        expect(await dump(engine, table)).toEqual(items);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
