import { checkItemCondition, deleteItem, type Input, type Item, putItem, type Refusal, updateItem } from '../../src';

const table = { keys: ['id'], keyTypes: { id: 'S' }, indexes: [] };
const id = { S: 'k' };
const before: Item = { id, n: { N: '1' } };
const unmet = { ConditionExpression: 'n > :two', ExpressionAttributeValues: { ':two': { N: '2' } } };

const writes: [string, (input: Input, item: Item | undefined) => unknown][] = [
  ['PutItem', (input, item) => putItem({ Item: { id }, ...input }, item, table)],
  ['UpdateItem', (input, item) => updateItem({ Key: { id }, ...input }, item, table)],
  ['DeleteItem', (input, item) => deleteItem({ Key: { id }, ...input }, item, table)],
  ['ConditionCheck', (input, item) => checkItemCondition({ Key: { id }, ...input }, item, table)],
];

function refusal(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('it was not refused');
}

describe.each(writes)('a condition of a %s that does not hold', (_name, write) => {
  test('shows the item where that is asked for', () => {
    const failed = refusal(() => write({ ...unmet, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }, before));
    expect(failed).toMatchObject({ name: 'ConditionalCheckFailedException', item: before });
    expect(failed.message).toBe('The conditional request failed');
  });

  test('shows nothing where that is not asked for, or where there is nothing', () => {
    expect(refusal(() => write(unmet, before)).item).toBeUndefined();
    expect(
      refusal(() => write({ ...unmet, ReturnValuesOnConditionCheckFailure: 'NONE' }, before)).item,
    ).toBeUndefined();
    const all = { ...unmet, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    expect(refusal(() => write(all, undefined)).item).toBeUndefined();
    const some = { ...unmet, ReturnValuesOnConditionCheckFailure: 'SOME' };
    expect(refusal(() => write(some, before)).name).toBe('ValidationException');
  });
});

test('a condition check has a condition', () => {
  expect(() => checkItemCondition({ Key: { id } }, before, table)).toThrow("Value null at 'conditionExpression'");
  const met = { ConditionExpression: 'n = :one', ExpressionAttributeValues: { ':one': { N: '1.0' } } };
  expect(checkItemCondition({ Key: { id }, ...met }, before, table)).toBeUndefined();
});
