import type { Wire } from '@dynamodb-migrate/core';
import { ensureTable, openScratch, parseTableSpec } from '../../src';

const index = (IndexName: string, ...keys: string[]) => ({
  IndexName,
  KeySchema: keys.map((AttributeName, i) => ({ AttributeName, KeyType: ['HASH', 'RANGE'][i] })),
  Projection: { ProjectionType: 'ALL' },
});

const Table: Wire = {
  TableName: 'events',
  TableStatus: 'ACTIVE',
  TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/events',
  KeySchema: index('', 'user', 'time').KeySchema,
  AttributeDefinitions: ['user', 'time', 'kind', 'unused'].map((AttributeName) => ({
    AttributeName,
    AttributeType: AttributeName === 'time' ? 'N' : 'S',
  })),
  ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
  GlobalSecondaryIndexes: [
    { ...index('by-kind', 'kind', 'time'), IndexStatus: 'ACTIVE', IndexSizeBytes: 12, ItemCount: 3 },
  ],
  LocalSecondaryIndexes: [{ ...index('by-user-and-kind', 'user', 'kind'), IndexArn: 'arn:…', ItemCount: 3 }],
  ItemCount: 3,
};

test('makes the same table, with indexes that can be queried', async () => {
  const { send } = await openScratch();
  await ensureTable(send, { Table });
  await ensureTable(send, { Table });
  const Item = { user: { S: 'u' }, time: { N: '1' }, kind: { S: 'k' } };
  await send('PutItem', { TableName: 'events', Item });
  for (const [IndexName, condition, value] of [
    ['by-kind', 'kind = :v', 'k'],
    ['by-user-and-kind', '#user = :v', 'u'],
  ] as const) {
    const { Items } = await send('Query', {
      TableName: 'events',
      IndexName,
      KeyConditionExpression: condition,
      ...(condition.startsWith('#') && { ExpressionAttributeNames: { '#user': 'user' } }),
      ExpressionAttributeValues: { ':v': { S: value } },
    });
    expect(Items).toEqual([Item]);
  }
  const { Table: made } = await send('DescribeTable', { TableName: 'events' });
  expect(made).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: Table.KeySchema });
});

test('does not take a table with other keys for it', async () => {
  const { send } = await openScratch();
  await send('CreateTable', parseTableSpec('events:id'));
  await expect(ensureTable(send, { Table })).rejects.toMatchObject({
    code: 'TABLE_DIFFERS',
    message: 'Table events is there with the key id:S, not user:S,time:N',
  });
});
