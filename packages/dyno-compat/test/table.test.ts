import { ServiceError } from '@dynamodb-migrate/core';
import { called, fakeClient } from './support/fake-door';

const missing = () => new ServiceError('ResourceNotFoundException', 'no such table', { statusCode: 400 });
const denied = () => new ServiceError('AccessDeniedException', 'no', { statusCode: 400 });
const table = (TableStatus: string) => ({ Table: { TableName: 'things', TableStatus, CreationDateTime: 1 } });
const definition = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const operations = (calls: { operation: string }[]) => calls.map(({ operation }) => operation);

test('createTable makes the table and waits until it is active', async () => {
  const { dyno, calls } = fakeClient([missing(), {}, table('CREATING'), table('ACTIVE')]);
  const [error, data] = await called((callback) => dyno.createTable(definition, callback));
  expect(error).toBeNull();
  expect(data.TableDefinition).toEqual({
    TableName: 'things',
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date(1000),
  });
  expect(operations(calls)).toEqual(['DescribeTable', 'CreateTable', 'DescribeTable', 'DescribeTable']);
  expect(calls[1].input).toEqual({ ...definition, TableName: 'things' });
});

test('createTable takes a table that is there as it is', async () => {
  const { dyno, calls } = fakeClient([table('ACTIVE')]);
  await dyno.createTableAsync(definition);
  expect(operations(calls)).toEqual(['DescribeTable']);
});

test('deleteTable deletes the table, waits until it is gone, and calls back with nothing', async () => {
  const { dyno, calls } = fakeClient([table('ACTIVE'), {}, table('DELETING'), missing()]);
  expect(await called((callback) => dyno.deleteTable({}, callback))).toEqual([]);
  expect(operations(calls)).toEqual(['DescribeTable', 'DeleteTable', 'DescribeTable', 'DescribeTable']);
});

test('deleteTable of a table that is not there is done', async () => {
  expect(await called((callback) => fakeClient([missing()]).dyno.deleteTable(callback))).toEqual([]);
});

test.each(['createTable', 'deleteTable'] as const)('%s hands errors to the callback', async (method) => {
  const args = await called((callback) => fakeClient([denied()]).dyno[method](definition, callback));
  expect([args.length, args[0].code]).toEqual([1, 'AccessDeniedException']);
});
