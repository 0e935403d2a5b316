import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '@dynamodb-migrate/expressions';
import type { Send, SendOptions } from '../send/send';

const keysAtOnce = 100;
const maxDelay = 5_000;

/** Reads items consistently by their distinct keys, in no order, until none is left unprocessed. */
export async function batchGet(
  send: Send,
  table: string,
  keys: readonly Item[],
  options?: SendOptions,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    let left: readonly Item[] = keys.slice(at, at + keysAtOnce);
    for (let delay = 25; left.length > 0; delay = Math.min(2 * delay, maxDelay)) {
      const output = await send(
        'BatchGetItem',
        { RequestItems: { [table]: { Keys: left, ConsistentRead: true } } },
        options,
      );
      // The answer names a table that was asked for by its ARN in its own way.
      for (const found of Object.values(output.Responses ?? {}) as Item[][]) items.push(...found);
      const rest = (Object.values(output.UnprocessedKeys ?? {})[0] as { Keys: Item[] } | undefined)?.Keys ?? [];
      if (rest.length === left.length) await sleep(delay);
      left = rest;
    }
  }
  return items;
}
