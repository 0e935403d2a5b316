import fc, { type Arbitrary } from 'fast-check';
import type { Input } from '../../../src';
import type { Case } from './case';

/** Keys that are none of the table's, by the key that would be. */
const wrong: ((key: Input) => Input)[] = [
  ({ id }) => ({ id }),
  ({ at }) => ({ at }),
  () => ({}),
  (key) => ({ ...key, more: { S: 'x' } }),
  ({ id }) => ({ id, other: { N: '1' } }),
  ({ id }) => ({ id, at: { S: '1' } }),
  ({ at }) => ({ id: { N: '1' }, at }),
  ({ at }) => ({ id: { S: '' }, at }),
  ({ at }) => ({ id: { S: 'x'.repeat(2049) }, at }),
  ({ id }) => ({ id, at: { N: 'x' } }),
  ({ id }) => ({ id, at: {} }),
  ({ at }) => ({ id: { M: {} }, at }),
];

/** What may be in the place of an index's key. */
const indexKeys: Input[] = [{ N: '1' }, { S: '' }, { S: 'ok' }, { M: {} }, { S: 'y'.repeat(3000) }, { NULL: true }];

/** Gives a case a key of another form, or an attribute that is the key of an index. */
export const malformedKeys: Arbitrary<(one: Case) => Case> = fc.oneof(
  fc.constantFrom(...wrong).map((key) => (one: Case) => ({ ...one, key })),
  fc.constantFrom(...indexKeys).map((g) => (one: Case) => {
    const { Item, UpdateExpression } = one.input;
    if (Item) return { ...one, input: { ...one.input, Item: { ...Item, g } } };
    const input = UpdateExpression
      ? { UpdateExpression: 'SET g = :g', ExpressionAttributeValues: { ':g': g } }
      : { AttributeUpdates: { g: { Value: g } } };
    return { ...one, operation: 'UpdateItem' as const, input };
  }),
);
