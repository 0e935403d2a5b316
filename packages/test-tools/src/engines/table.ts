import { setTimeout as sleep } from 'node:timers/promises';
import type { Wire } from '@dynamodb-migrate/core';
import type { Engine } from './engine';

type KeyType = 'S' | 'N' | 'B';

/** The keys of a table, each as [attribute, type]. */
export interface TableShape {
  /** A name of its own when absent. */
  name?: string;
  /** @default ['id', 'S'] */
  hash?: readonly [string, KeyType];
  range?: readonly [string, KeyType];
  /** Global secondary indexes on one attribute each, all attributes projected: [attribute, type] by index name. */
  indexes?: { [name: string]: readonly [string, KeyType] };
}

let made = 0;

/** A table name that nothing else uses. */
export function uniqueName(prefix = 'table'): string {
  made += 1;
  return `${prefix}-${process.pid}-${made}-${Math.random().toString(36).slice(2, 8)}`;
}

/** Makes a table, waits until it is active, and gives its name. */
export async function createTable(engine: Engine, shape: TableShape = {}): Promise<string> {
  const definition = tableDefinition(shape);
  await engine.send('CreateTable', definition);
  const TableName: string = definition.TableName;
  while ((await engine.send('DescribeTable', { TableName })).Table.TableStatus !== 'ACTIVE') await sleep(10);
  return TableName;
}

/** The input of CreateTable for a shape, in wire form. */
export function tableDefinition({ name = uniqueName(), hash = ['id', 'S'], range, indexes = {} }: TableShape): Wire {
  // DynamoDB Local lets all tables of an account have 80,000 together.
  const ProvisionedThroughput = { ReadCapacityUnits: 100, WriteCapacityUnits: 100 };
  const keys = range ? [hash, range] : [hash];
  const attributes = new Map([...keys, ...Object.values(indexes)]);
  const definition: Wire = {
    TableName: name,
    AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: keys.map(([AttributeName], i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    ProvisionedThroughput,
  };
  if (Object.keys(indexes).length > 0) {
    definition.GlobalSecondaryIndexes = Object.entries(indexes).map(([IndexName, [AttributeName]]) => ({
      IndexName,
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
      ProvisionedThroughput,
    }));
  }
  return definition;
}
