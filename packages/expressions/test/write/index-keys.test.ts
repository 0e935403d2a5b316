import { type Item, putItem, updateItem } from '../../src';

const table = { keys: ['id'], keyTypes: { id: 'S', g: 'S' }, indexes: [{ name: 'byG', keys: ['g', 'id'] }] };
const id = { S: 'k' };

test('an attribute that the key of an index cannot be is refused where it is written', () => {
  const mismatch = 'Type mismatch for Index Key g Expected: S Actual: N IndexName: byG';
  const g = { N: '1' };
  expect(() => putItem({ Item: { id, g } }, undefined, table)).toThrow(mismatch);
  const set = { UpdateExpression: 'SET g = :g', ExpressionAttributeValues: { ':g': g } };
  expect(() => updateItem({ Key: { id }, ...set }, undefined, table)).toThrow(mismatch);
  expect(() => putItem({ Item: { id, g: { S: '' } } }, undefined, table)).toThrow(
    'cannot contain an empty string value',
  );
});

test('one that was there before the index is left alone', () => {
  const before: Item = { id, g: { N: '1' } };
  const set = { UpdateExpression: 'SET a = g' };
  expect(updateItem({ Key: { id }, ...set }, before, table).after).toEqual({ ...before, a: { N: '1' } });
  expect(updateItem({ Key: { id }, UpdateExpression: 'REMOVE g' }, before, table).after).toEqual({ id });
});

test('an action of AttributeUpdates is one of three', () => {
  const AttributeUpdates = { n: { Action: 'APPEND', Value: { N: '1' } } };
  expect(() => updateItem({ Key: { id }, AttributeUpdates }, undefined, table)).toThrow("Value 'APPEND' at 'action'");
});
