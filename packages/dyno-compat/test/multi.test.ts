import { ServiceError } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import { called, fakeDoor } from './support/fake-door';

function multi(answers: any[] = []) {
  const { connect, calls } = fakeDoor(answers);
  const client = createDyno(connect).multi({ table: 'from', region: 'r' }, { table: 'to', region: 'r' });
  return { client, calls, seen: () => calls.map(({ operation, input }) => `${operation} ${input.TableName}`) };
}

test('reads go to one table, writes to the other', async () => {
  const { client, seen } = multi();
  await client.getItemAsync({ Key: {} });
  await client.putItemAsync({ Item: {} });
  await client.describeTableAsync();
  expect(seen()).toEqual(['GetItem from', 'PutItem to', 'DescribeTable from']);
  expect([client.config.read.params, client.config.write.params]).toEqual([{ TableName: 'from' }, { TableName: 'to' }]);
  expect(['putItem' in client.read, 'getItem' in client.write]).toEqual([false, false]);
});

test('tables are made and deleted in both places', async () => {
  const missing = () => new ServiceError('ResourceNotFoundException', 'no', { statusCode: 400 });
  const made = multi([{ Table: { TableStatus: 'ACTIVE' } }, { Table: { TableStatus: 'ACTIVE' } }]);
  expect(await called((callback) => made.client.createTable({}, callback))).toEqual([null]);
  expect(made.seen()).toEqual(['DescribeTable from', 'DescribeTable to']);
  const gone = multi([missing(), missing()]);
  expect(await called((callback) => gone.client.deleteTable(callback))).toEqual([null]);
  await expect(multi([new Error('no')]).client.deleteTableAsync()).rejects.toThrow('no');
});
