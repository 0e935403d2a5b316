import { setTimeout as sleep } from 'node:timers/promises';
import { type Item, keyId } from '@dynamodb-migrate/expressions';
import type { Send, SendOptions, Wire } from '../send/send';
import { plainName } from '../tables/table-name';
import type { Image } from './entry';

const batch = 100;

/** The present images of items, read consistently, in the order of the keys asked for. Rejects as the read does. */
export async function readImages(
  send: Send,
  items: readonly { table: string; key: Item }[],
  options: SendOptions = {},
): Promise<Image[]> {
  if (items.length === 1) {
    const { table, key } = items[0]!;
    const { Item = null } = await send('GetItem', { TableName: table, Key: key, ConsistentRead: true }, options);
    return [Item];
  }
  const found = new Map<string, Item>();
  for (let at = 0; at < items.length; at += batch) {
    await readBatch(send, items.slice(at, at + batch), options, found);
  }
  return items.map(({ table, key }) => found.get(idInBatch(table, key)) ?? null);
}

async function readBatch(
  send: Send,
  items: readonly { table: string; key: Item }[],
  options: SendOptions,
  found: Map<string, Item>,
): Promise<void> {
  const names = new Map(items.map(({ table, key }) => [table, Object.keys(key)]));
  const requests = new Map<string, Item[]>();
  for (const { table, key } of items) {
    const keys = requests.get(table);
    if (keys) keys.push(key);
    else requests.set(table, [key]);
  }
  let asked: Wire = Object.fromEntries([...requests].map(([table, Keys]) => [table, { Keys, ConsistentRead: true }]));
  for (let retry = 0; Object.keys(asked).length > 0; retry++) {
    if (retry > 0) await sleep(Math.min(50 * 2 ** retry, 5_000), undefined, { signal: options.signal });
    const { Responses = {}, UnprocessedKeys = {} } = await send('BatchGetItem', { RequestItems: asked }, options);
    for (const [table, read] of Object.entries(Responses as { [table: string]: Item[] })) {
      for (const item of read) {
        const key = Object.fromEntries(names.get(table)!.map((name) => [name, item[name]!]));
        found.set(idInBatch(table, key), item);
      }
    }
    asked = UnprocessedKeys;
  }
}

function idInBatch(table: string, key: Item): string {
  return `${plainName(table)} ${keyId(key)}`;
}
