import { MigrateError, type Send, ServiceError, type Wire } from '@dynamodb-migrate/core';
import type { TableDefinition } from './spec';

/**
 * Makes sure of a table with the name, keys and indexes that a `DescribeTable` output tells of. Throws
 * `TABLE_DIFFERS` when there is one with other keys.
 */
export async function ensureTable(send: Send, { Table }: Wire): Promise<void> {
  await createTable(send, definitionOf(Table));
}

/** Creates a table unless it is there. Throws `TABLE_DIFFERS` when it has other keys. */
export async function createTable(send: Send, definition: TableDefinition): Promise<void> {
  try {
    await send('CreateTable', definition);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.name !== 'ResourceInUseException') throw error;
    const { TableName } = definition;
    const { Table } = await send('DescribeTable', { TableName });
    const [wanted, there] = [keysOf(definition), keysOf(Table)];
    if (wanted === there) return;
    throw new MigrateError('TABLE_DIFFERS', `Table ${TableName} is there with the key ${there}, not ${wanted}`, {
      cause: error,
      hint: 'Delete the table, or choose another data folder.',
    });
  }
}

function definitionOf(table: Wire): TableDefinition {
  const { TableName, KeySchema } = table;
  const indexes = (kind: string) => {
    const list: Wire[] = table[kind] ?? [];
    return list.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
  };
  const local = indexes('LocalSecondaryIndexes');
  const global = indexes('GlobalSecondaryIndexes');
  const keys = [KeySchema, ...[...local, ...global].map((index) => index.KeySchema)].flat();
  const used = new Set(keys.map(({ AttributeName }) => AttributeName));
  return {
    TableName,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.AttributeDefinitions.filter((one: Wire) => used.has(one.AttributeName)),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
  };
}

function keysOf({ KeySchema, AttributeDefinitions }: Wire): string {
  return KeySchema.map(({ AttributeName }: Wire) => {
    const { AttributeType } = AttributeDefinitions.find((one: Wire) => one.AttributeName === AttributeName);
    return `${AttributeName}:${AttributeType}`;
  }).join(',');
}
