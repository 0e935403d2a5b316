import { type Item, MigrateError, type Send, ServiceError, type Wire } from '@dynamodb-migrate/core';
import { readSeed, type SeedRecord } from './read-seed';
import type { SeedFile } from './seed-file';

/** How many items went from a file into its table. */
export interface Seeded extends SeedFile {
  items: number;
}

const batchSize = 25;

/** Puts the items of files into their tables, which must be there. Rejects with `NO_SUCH_TABLE` or `BAD_SEED`. */
export async function seedFrom(send: Send, seeds: readonly SeedFile[]): Promise<Seeded[]> {
  for (const { table, file } of seeds) await checkTable(send, table, file);
  const seeded: Seeded[] = [];
  for (const seed of seeds) {
    seeded.push({ ...seed, items: await putAll(send, seed.table, readSeed(seed.file)) });
  }
  return seeded;
}

/** Puts wire items into a table, in order. Rejects with `BAD_SEED`. */
export async function seedItems(send: Send, table: string, items: Iterable<Item>): Promise<void> {
  await putAll(send, table, numbered(items));
}

async function* numbered(items: Iterable<Item>): AsyncGenerator<SeedRecord> {
  let number = 0;
  for (const item of items) yield { item, where: `item ${++number}` };
}

async function checkTable(send: Send, table: string, file: string): Promise<void> {
  try {
    await send('DescribeTable', { TableName: table });
  } catch (error) {
    if (!(error instanceof ServiceError) || error.name !== 'ResourceNotFoundException') throw error;
    throw new MigrateError('NO_SUCH_TABLE', `There is no table ${table} to put ${file} into`, {
      cause: error,
      hint: `Declare its key with --table ${table}:KEY, or name another table with --seed TABLE=${file}.`,
    });
  }
}

async function putAll(send: Send, table: string, records: AsyncIterable<SeedRecord>): Promise<number> {
  let count = 0;
  let batch: SeedRecord[] = [];
  for await (const record of records) {
    count++;
    batch.push(record);
    if (batch.length < batchSize) continue;
    await putBatch(send, table, batch);
    batch = [];
  }
  if (batch.length > 0) await putBatch(send, table, batch);
  return count;
}

/** A batch that is refused goes item by item: to tell which one it is, or since two of them have one key. */
async function putBatch(send: Send, table: string, batch: SeedRecord[]): Promise<void> {
  let requests: Wire[] = batch.map(({ item }) => ({ PutRequest: { Item: item } }));
  try {
    while (requests.length > 0) {
      const { UnprocessedItems } = await send('BatchWriteItem', { RequestItems: { [table]: requests } });
      requests = UnprocessedItems?.[table] ?? [];
    }
  } catch {
    for (const record of batch) await putOne(send, table, record);
  }
}

async function putOne(send: Send, table: string, { item, where }: SeedRecord): Promise<void> {
  try {
    await send('PutItem', { TableName: table, Item: item });
  } catch (error) {
    throw new MigrateError('BAD_SEED', `${where} cannot be put into ${table}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
