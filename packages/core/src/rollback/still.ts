import type { Item } from '@dynamodb-migrate/expressions';
import { type Expectation, unchanged } from '../conditions/unchanged';
import type { Wire } from '../send/send';

/**
 * The condition that an item still is what it was when it was read, as far as an expression can say so: an attribute
 * that somebody adds between the read and the write goes unseen, but for those named in `absent`. What does not fit into
 * one is left to the read just before.
 */
export function still(now: Item | null, key: Item, absent: readonly string[], leaves = false): Wire {
  const [hash] = Object.keys(key);
  const expected: Expectation[] = [
    { path: [hash!], value: now ? 'anything' : 'nothing' },
    ...absent.map((name): Expectation => ({ path: [name], value: 'nothing' })),
  ];
  for (const [name, value] of Object.entries(now ?? {})) {
    if (!Object.hasOwn(key, name)) expected.push({ path: [name], value });
  }
  const { expression, names, values } = unchanged(expected, { leaves });
  return {
    ConditionExpression: expression,
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
