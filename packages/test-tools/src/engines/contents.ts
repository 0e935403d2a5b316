import type { Item, Wire } from '@dynamodb-migrate/core';
import type { Engine } from './engine';

/** Puts wire items into a table. */
export async function seed(engine: Engine, table: string, items: readonly Item[]): Promise<void> {
  await writeAll(
    engine,
    table,
    items.map((Item) => ({ PutRequest: { Item } })),
  );
}

/** Deletes everything in a table. */
export async function clear(engine: Engine, table: string): Promise<void> {
  const names = await keyNames(engine, table);
  const items = await dump(engine, table, names);
  await writeAll(
    engine,
    table,
    items.map((item) => ({ DeleteRequest: { Key: Object.fromEntries(names.map((name) => [name, item[name]])) } })),
  );
}

/** Everything in a table as it is stored, sorted by key; the names of the key attributes are looked up when absent. */
export async function dump(engine: Engine, table: string, keys?: readonly string[]): Promise<Item[]> {
  const names = keys ?? (await keyNames(engine, table));
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await engine.send('Scan', { TableName: table, ConsistentRead: true, ExclusiveStartKey });
    items.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  const keyed = items.map((item) => ({ item, key: JSON.stringify(names.map((name) => item[name])) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

async function keyNames(engine: Engine, table: string): Promise<string[]> {
  const { Table } = await engine.send('DescribeTable', { TableName: table });
  return Table.KeySchema.map((key: Wire) => key.AttributeName);
}

async function writeAll(engine: Engine, table: string, requests: readonly Wire[]): Promise<void> {
  for (let at = 0; at < requests.length; at += 25) {
    let left = requests.slice(at, at + 25);
    while (left.length > 0) {
      const { UnprocessedItems } = await engine.send('BatchWriteItem', { RequestItems: { [table]: left } });
      left = UnprocessedItems?.[table] ?? [];
    }
  }
}
