import type { Item, Wire } from '@dynamodb-migrate/core';
import { createTable, type Engine, hasJava, sharedDynamoDBLocal, updates } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { applyUpdate, equalItems, returnedBy, updateActions } from '../../src';

const { expressions, items, legacy, returns } = updates;

const cases = Number(process.env.UPDATE_CASES ?? 300);

// dynalite's parser overflows the stack on some of these expressions.
(hasJava() ? describe : describe.skip)('what an update makes of an item', () => {
  let engine: Engine;
  let table: string;
  afterAll(() => engine.stop());
  beforeAll(async () => {
    engine = await sharedDynamoDBLocal();
    table = await createTable(engine);
  });

  test.each([
    ['UpdateExpression', expressions],
    ['AttributeUpdates', legacy],
  ])('is what the engine makes of it: %s', async (_, inputs) => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(items, inputs, returns, async (item, update, ReturnValues) => {
        const id = { S: 'k' };
        const before = item && { ...item, id };
        const input = { TableName: table, Key: { id }, ...update, ReturnValues };
        const real = await made(engine, table, before, input);
        // A refusal for the input's own sake says nothing about an item.
        if (real === 'invalid') return;
        const after = applyUpdate(input, before);
        if (real === 'refused') return expect([input, before, after]).toEqual([input, before, undefined]);
        applied++;
        if (!after || !equalItems(after, real.after))
          expect([input, before, after]).toEqual([input, before, real.after]);
        // What UPDATED_OLD and UPDATED_NEW show around a nested path, each engine sees otherwise.
        if (ReturnValues.startsWith('UPDATED') && updateActions(input).some(({ path }) => path.length > 1)) return;
        const output = returnedBy(input, before, after!);
        if (!equalItems(output.Attributes ?? {}, real.output.Attributes ?? {})) {
          expect([input, before, output]).toEqual([input, before, real.output]);
        }
      }),
      { numRuns: cases },
    );
    expect(applied).toBeGreaterThan(cases / 10);
  });
});

async function made(engine: Engine, TableName: string, before: Item | null, input: Wire) {
  if (before) await engine.send('PutItem', { TableName, Item: before });
  else await engine.send('DeleteItem', { TableName, Key: input.Key });
  try {
    const output = await engine.send('UpdateItem', input);
    const { Item } = await engine.send('GetItem', { TableName, Key: input.Key, ConsistentRead: true });
    return { after: Item as Item, output };
  } catch (error) {
    if ((error as Error).name !== 'ValidationException') throw error;
    return /path provided in the update|operand|incorrect (operand )?type|attribute .*exist|type mismatch|refers to an attribute/i.test(
      (error as Error).message,
    )
      ? 'refused'
      : 'invalid';
  }
}
