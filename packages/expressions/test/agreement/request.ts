import type { Input, Item } from '../../src';
import type { Case } from './cases/case';

/** The table that cases work on. */
export const shape = {
  keys: ['id', 'at'],
  keyTypes: { id: 'S', at: 'N', g: 'S' },
  indexes: [{ name: 'byG', keys: ['g'] }],
};

export function keyOfSlot(slot: number): Item {
  return { id: { S: `k${slot}` }, at: { N: '1' } };
}

/** The item before a case, with the key of its slot. */
export function itemBefore({ before }: Case, slot: number): Item | undefined {
  return before && { ...before, ...keyOfSlot(slot) };
}

/** The input of a case with the key of its slot. */
export function requestOf({ operation, input, key = (same) => same }: Case, slot: number): Input {
  const given = key(keyOfSlot(slot));
  if (operation === 'PutItem') return { ...input, Item: { ...input.Item, ...given } };
  if (operation !== 'Query') return { Key: given, ...input };
  if (input.FilterExpression === undefined) {
    return { KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [given.id] } }, ...input };
  }
  const ExpressionAttributeValues = { ...input.ExpressionAttributeValues, ':id': given.id };
  return { KeyConditionExpression: 'id = :id', ...input, ExpressionAttributeValues };
}
