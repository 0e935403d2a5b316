import { type Item, keyFromId } from '@dynamodb-migrate/expressions';
import type { SendOptions } from '../send/send';
import { batchGet } from './batch-get';
import type { Door } from './door';
import { needed } from './needed';
import type { OverlayTable, Seeded } from './overlay-table';

/**
 * Takes the images of keys that are written for the first time from the real table, and gives them by the keys' ids.
 * Only with the keys locked.
 */
export async function seed(
  { overlay, next }: Door,
  table: OverlayTable,
  tableName: string,
  ids: readonly string[],
  options?: SendOptions,
): Promise<Seeded> {
  const fresh = [...new Set(ids)].filter((id) => !table.touch(id));
  if (fresh.length === 0) return new Map();
  const signal = options?.signal && { signal: options.signal };
  if (fresh.length === 1) {
    const read = next('GetItem', { TableName: tableName, Key: keyFromId(fresh[0]!), ConsistentRead: true }, signal);
    const { Item: image } = await needed(read, 'GetItem', tableName);
    await table.seed(fresh[0]!, image, overlay.generation);
    return new Map([[fresh[0]!, image]]);
  }
  const read = batchGet(next, tableName, fresh.map(keyFromId), signal);
  const found = await needed(read, 'BatchGetItem', tableName);
  const images = new Map<string, Item>(found.map((item) => [table.idOf(item)!, item]));
  for (const id of fresh) await table.seed(id, images.get(id), overlay.generation);
  return new Map(fresh.map((id) => [id, images.get(id)]));
}
