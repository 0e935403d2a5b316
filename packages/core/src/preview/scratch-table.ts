import { setTimeout as sleep } from 'node:timers/promises';
import type { Send, Wire } from '../send/send';
import type { TableInfo } from '../tables/describe';

/** Creates a table with the keys of another one, and its indexes unless told otherwise, and waits until it is active. */
export async function createScratchTable(
  send: Send,
  name: string,
  like: TableInfo,
  { indexes = true }: { indexes?: boolean } = {},
): Promise<void> {
  const used = new Set(like.keys);
  const input: Wire = { TableName: name, KeySchema: keySchema(like.keys), BillingMode: 'PAY_PER_REQUEST' };
  for (const index of indexes ? like.indexes : []) {
    for (const key of index.keys) used.add(key);
    const list = index.global ? 'GlobalSecondaryIndexes' : 'LocalSecondaryIndexes';
    const { type, attributes } = index.projection;
    input[list] ??= [];
    input[list].push({
      IndexName: index.name,
      KeySchema: keySchema(index.keys),
      Projection: { ProjectionType: type, ...(type === 'INCLUDE' && { NonKeyAttributes: attributes }) },
    });
  }
  input.AttributeDefinitions = [...used].map((AttributeName) => ({
    AttributeName,
    AttributeType: like.keyTypes[AttributeName],
  }));
  await send('CreateTable', input);
  while ((await send('DescribeTable', { TableName: name })).Table.TableStatus !== 'ACTIVE') await sleep(5);
}

function keySchema(keys: readonly string[]): Wire[] {
  return keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
}
