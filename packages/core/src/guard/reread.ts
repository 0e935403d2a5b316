import type { Item } from '@dynamodb-migrate/expressions';
import { readImages } from '../journal/read-images';
import type { Send, Wire } from '../send/send';

/** The record as it is now, by a consistent read; undefined when it is gone, or is none of those that were asked for. */
export async function reread(send: Send, table: string, key: Item, asked: Wire): Promise<Item | undefined> {
  const { FilterExpression, ExpressionAttributeNames, ExpressionAttributeValues } = asked;
  if (FilterExpression === undefined) {
    const [now] = await readImages(send, [{ table, key }]);
    return now ?? undefined;
  }
  const names = Object.keys(key);
  const { Items } = await send('Query', {
    ...{ TableName: table, ConsistentRead: true, FilterExpression },
    KeyConditionExpression: names.map((_, i) => `#guard_${i} = :guard_${i}`).join(' AND '),
    ExpressionAttributeNames: {
      ...ExpressionAttributeNames,
      ...Object.fromEntries(names.map((name, i) => [`#guard_${i}`, name])),
    },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ...Object.fromEntries(names.map((name, i) => [`:guard_${i}`, key[name]])),
    },
  });
  return Items[0];
}
