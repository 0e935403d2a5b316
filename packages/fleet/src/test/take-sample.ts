import { createDescribe, type Item, type Send, scan, type TableInfo, type Wire } from '@dynamodb-migrate/core';
import type { Config } from '@dynamodb-migrate/ledger';
import { maskOf } from '@dynamodb-migrate/runner';
import { configuredRedaction } from '../environment/redaction';
import { redactRecord } from './redact-record';

/** Some records of a table, and what the table is. */
export interface TableSample {
  records: Item[];
  /** As DescribeTable says, no more than its keys and indexes. */
  description: Wire;
}

/** Reads the first records of a table, with the configuration's redaction. `send` must be a door that only reads. */
export async function takeSample(send: Send, table: string, size: number, config: Config): Promise<TableSample> {
  const info = await createDescribe()(send, table);
  const taken: Item[] = [];
  for await (const { records } of scan({ send, table, limit: size })) taken.push(...(records as Item[]));
  const mask = maskOf(configuredRedaction(config));
  const records = mask ? taken.map((item, at) => redactRecord(item, mask, info.keys, at + 1)) : taken;
  return { records: records.map((item) => keyFirst(item, info.keys)), description: essence(info) };
}

function keyFirst(item: Item, keys: readonly string[]): Item {
  return { ...Object.fromEntries(keys.map((name) => [name, item[name]!])), ...item };
}

function essence({ name, description }: TableInfo): Wire {
  const { KeySchema, AttributeDefinitions } = description;
  const indexes = (kind: string) => {
    const list: Wire[] | undefined = description[kind];
    return (
      list && { [kind]: list.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })) }
    );
  };
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    ...indexes('LocalSecondaryIndexes'),
    ...indexes('GlobalSecondaryIndexes'),
  };
}
