import type { Item } from '@dynamodb-migrate/expressions';
import type { Image } from '../journal/entry';
import { sameImage } from '../journal/item-id';
import { readImages } from '../journal/read-images';
import type { Send } from '../send/send';
import { still } from './still';

/**
 * Replaces an item by an image, or deletes it, if it still is what it was when it was read. Gives the item as it is
 * instead when it is not.
 */
export async function restore(
  send: Send,
  { table, key }: { table: string; key: Item },
  now: Image,
  to: Image,
): Promise<{ changed: Image } | undefined> {
  if (await attempt(false)) return undefined;
  const [again = null] = await readImages(send, [{ table, key }]);
  if (!sameImage(again, now)) return { changed: again };
  // An engine that cannot compare whole maps and lists declines although nothing has changed.
  if (await attempt(true)) return undefined;
  const [last = null] = await readImages(send, [{ table, key }]);
  return { changed: last };

  async function attempt(leaves: boolean): Promise<boolean> {
    const absent = to
      ? Object.keys(to).filter((name) => !Object.hasOwn(key, name) && !Object.hasOwn(now ?? {}, name))
      : [];
    const condition = still(now, key, absent, leaves);
    try {
      if (to) await send('PutItem', { TableName: table, Item: to, ...condition });
      else await send('DeleteItem', { TableName: table, Key: key, ...condition });
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }
}
