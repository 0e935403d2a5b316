import type { Send, Wire } from '@dynamodb-migrate/core';
import { type Item, keyId, keyOf } from '../../src';
import { pageByPage } from './at-once';
import type { Case } from './cases/case';
import { itemBefore, keyOfSlot, shape } from './request';

/** Puts the items before cases into their slots. */
export async function prepare(send: Send, table: string, cases: readonly Case[]): Promise<void> {
  await pageByPage(cases, 25, async (page, first) => {
    const requests = page.map((one, i): Wire => {
      const Item = itemBefore(one, first + i);
      return Item ? { PutRequest: { Item } } : { DeleteRequest: { Key: keyOfSlot(first + i) } };
    });
    await send('BatchWriteItem', { RequestItems: { [table]: requests } });
  });
}

/** What is in the first slots. */
export async function slots(send: Send, table: string, count: number): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  const keys = Array.from({ length: count }, (_, slot) => keyOfSlot(slot));
  await pageByPage(keys, 100, async (Keys) => {
    const { Responses } = await send('BatchGetItem', { RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    for (const item of Responses[table]) found.set(keyId(keyOf(item, shape.keys)!), item);
  });
  return keys.map((key) => found.get(keyId(key)));
}
