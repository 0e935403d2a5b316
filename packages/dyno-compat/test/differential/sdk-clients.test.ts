import type { Item } from '@dynamodb-migrate/core';
import { differential } from './harness/differential';
import { outcome, settled } from './harness/outcome';

const contents: Item[] = [{ id: { S: 'a' }, n: { N: '1' }, b: { B: 'AQI=' }, s: { BS: ['Aw=='] } }];
const Key = { id: 'a' };
const wireKey = { id: { S: 'a' } };

/** The clients of the AWS SDK that a dyno client carries. */
differential('the clients of the SDK', { contents }, ({ same }) => {
  same('_docClient has a default table', async ({ dyno: { _docClient: client } }) => [
    await outcome((done) => client.get({ Key }, done)),
    await settled(client.put({ Item: { id: 'b', set: client.createSet(['x']) } }).promise()),
    await settled(
      client.update({ Key, UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': 2 } }).promise(),
    ),
  ]);
  same('_docClient reads and deletes', async ({ dyno: { _docClient: client } }) => [
    await settled(client.scan().promise()),
    await settled(
      client.query({ KeyConditionExpression: 'id = :a', ExpressionAttributeValues: { ':a': 'a' } }).promise(),
    ),
    await settled(client.delete({ Key }).promise()),
  ]);
  same(
    '_tableFreeDocClient takes batches, and has no table',
    async ({ dyno: { _tableFreeDocClient: client }, table }) => [
      await settled(client.batchGet({ RequestItems: { [table]: { Keys: [Key] } } }).promise()),
      await settled(
        client.batchWrite({ RequestItems: { [table]: [{ PutRequest: { Item: { id: 'c' } } }] } }).promise(),
      ),
      await outcome((done) => client.get({ Key }, done)),
    ],
  );
  same('_client is in wire form, with buffers', async ({ dyno: { _client: client } }) => [
    await outcome((done) => client.getItem({ Key: wireKey }, done)),
    await settled(
      client.putItem({ Item: { id: { S: 'b' }, b: { B: Buffer.from([1]) }, l: { L: [{ B: 'text' }] } } }).promise(),
    ),
    await settled(client.scan({}).promise()),
    await settled(client.deleteItem({ Key: wireKey, ReturnValues: 'ALL_OLD' }).promise()),
  ]);
  same('_client knows tables', async ({ dyno: { _client: client } }) => {
    const { Table } = await client.describeTable().promise();
    return [Table.TableName, Table.CreationDateTime instanceof Date];
  });
  same('_client refuses unknown parameters', ({ dyno: { _client: client } }) =>
    outcome((done) => client.getItem({ Key: wireKey, Foo: 1 }, done)),
  );
  same('_tableFreeClient needs a table', async ({ dyno: { _tableFreeClient: client }, table }) => [
    await outcome((done) => client.getItem({ Key: wireKey }, done)),
    await settled(client.batchGetItem({ RequestItems: { [table]: { Keys: [wireKey] } } }).promise()),
  ]);
  same('a dynoInstance shares them', ({ Dyno, dyno }) => {
    const shared = Dyno({ dynoInstance: dyno });
    return ['_client', '_docClient', '_tableFreeClient', '_tableFreeDocClient'].map(
      (name) => shared[name] === dyno[name],
    );
  });
  same('writes in wire form', ({ dyno: { _client: client } }) =>
    settled(
      client
        .updateItem({ Key: wireKey, UpdateExpression: 'SET b = :b', ExpressionAttributeValues: { ':b': { B: 'x' } } })
        .promise(),
    ),
  );
});
