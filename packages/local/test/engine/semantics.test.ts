import type { Item, Send } from '@dynamodb-migrate/core';
import { type Engine, hasJava, normalise, sharedDynamoDBLocal } from '@dynamodb-migrate/test-tools';
import { openScratch, type Scratch } from '../../src';
import { definition, item, operations } from './semantics';

const TableName = definition.TableName;
const Key = { id: item.id! };

/** How an operation ends, and what it leaves of the item. */
async function effect(send: Send, operation: string, input: object) {
  await send('PutItem', { TableName, Item: item });
  const outcome = await send(operation, { TableName, Key, ...input }).then(
    () => 'done',
    (error) => error.name,
  );
  const { Item } = (await send('GetItem', { TableName, Key, ConsistentRead: true })) as { Item?: Item };
  return { outcome, left: Item && normalise(Item) };
}

(hasJava() ? describe : describe.skip)('the scratch engine does what DynamoDB Local does', () => {
  let real: Engine;
  let scratch: Scratch;

  beforeAll(async () => {
    [real, scratch] = await Promise.all([sharedDynamoDBLocal(), openScratch()]);
    for (const { send } of [real, scratch]) await send('CreateTable', definition);
  });
  afterAll(() => Promise.all([real.stop(), scratch.close()]));

  test.each(operations.map(([operation, input]) => [operation, JSON.stringify(input).slice(0, 120), input] as const))(
    '%s %s',
    async (operation, _text, input) => {
      expect(await effect(scratch.send, operation, input)).toEqual(await effect(real.send, operation, input));
    },
  );
});
