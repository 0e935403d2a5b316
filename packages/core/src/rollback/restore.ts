import type { Item } from '@dynamodb-migrate/expressions';
import type { Image } from '../journal/entry';
import { sameImage } from '../journal/item-id';
import { readImages } from '../journal/read-images';
import type { Send } from '../send/send';
import { ServiceError } from '../send/service-error';
import { leftWith, type PutBack, putBack } from './put-back';

/** What came of making one image of an item that was taken for another. */
export type Restored =
  /** It is made. */
  | { as: 'taken' }
  /** Nothing was written: the item is this one. */
  | { as: 'another'; now: Image }
  /** It was written to, and had attributes besides, which it has still. */
  | { as: 'with more'; found: Item; now: Item };

/** Makes `to` of an item if that is `now`, through `conditional`; `prepared` is what `putBack` makes of these. */
export async function restore(
  send: Send,
  { table, key }: { table: string; key: Item },
  now: Image,
  to: Image,
  prepared = putBack(table, key, now, to),
): Promise<Restored> {
  const first = await attempt(prepared);
  if (first.as !== 'another' || !sameImage(first.now, now)) return first;
  // An engine that cannot compare whole maps and lists declines although nothing has changed.
  return attempt(putBack(table, key, now, to, true));

  async function attempt({ operation, input, condition }: PutBack): Promise<Restored> {
    try {
      const { Attributes: found } = await send(operation, input, { condition });
      return found && now && to && hasMore(found, now)
        ? { as: 'with more', found, now: leftWith(found, now, to, key) }
        : { as: 'taken' };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      return { as: 'another', now: metBy(error) ?? (await readImages(send, [{ table, key }]))[0]! };
    }
  }
}

/** The item that a condition did not hold for; undefined where there is none, and of an engine that does not tell. */
function metBy(error: Error): Item | undefined {
  return error instanceof ServiceError ? error.body?.Item : undefined;
}

/** Whether an item that the condition held for has other attributes too. */
function hasMore(found: Item, now: Item): boolean {
  return Object.keys(found).length > Object.keys(now).length;
}
