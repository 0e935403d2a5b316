import type { Item } from '@dynamodb-migrate/core';
import { accessDenied, uniqueName } from '@dynamodb-migrate/test-tools';
import { differential, type Side } from './harness/differential';
import { outcome, result, settled } from './harness/outcome';

const contents: Item[] = [{ id: { S: 'a' }, n: { N: '1' } }];
const Key = { id: 'a' };
const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
const definition = (attribute = 'id') => ({
  AttributeDefinitions: [{ AttributeName: attribute, AttributeType: 'S' }],
  KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
  ProvisionedThroughput: throughput,
});

/** How a createTable came out, without what no two tables share. */
const made = ({ args, ...rest }: any) => {
  const [error, data] = args ?? [];
  const Table = data?.TableDefinition;
  const created = Table?.CreationDateTime instanceof Date;
  return [rest, args?.length, error, data && Object.keys(data), Table?.KeySchema, Table?.TableStatus, created];
};

/** Options of a client of a table that is not there yet. */
const fresh = ({ engine, table }: Side, suffix = 'fresh') => ({
  table: `${table}-${suffix}`,
  region: engine.target.region,
  endpoint: engine.endpoint,
  ...engine.target.credentials,
});

differential('tables', { contents }, ({ same }) => {
  describe('createTable and deleteTable', () => {
    same('make the default table, take one that is there, and delete it, missing or not', async (side) => {
      const dyno = side.Dyno(fresh(side));
      return [
        made(await outcome((done) => dyno.createTable(definition(), done))),
        made(await outcome((done) => dyno.createTable(definition('other'), done))),
        await outcome((done) => dyno.deleteTable({}, done)),
        await outcome((done) => dyno.deleteTable({}, done)),
      ];
    });
    same('through promises, with a TableName', async ({ dyno, table }) => {
      const TableName = `${table}-named`;
      const { TableDefinition } = await dyno.createTableAsync({ ...definition(), TableName });
      return [TableDefinition.TableName, await settled(dyno.deleteTableAsync({ TableName }))];
    });
    same('refuse what is no definition', async (side) => {
      const dyno = side.Dyno(fresh(side, 'refused'));
      return [
        await outcome((done) => dyno.createTable({ ...definition(), Foo: 1 }, done)),
        await outcome((done) => dyno.createTable({ KeySchema: 'x' }, done)),
        await outcome((done) => dyno.createTable({}, done)),
      ];
    });
    same('give back other errors', async ({ through }) => {
      const { dyno } = through(() => accessDenied);
      return [
        await outcome((done) => dyno.createTable(definition(), done)),
        await outcome((done) => dyno.deleteTable({}, done)),
      ];
    });
  });

  describe('multi', () => {
    const names = { read: uniqueName('read'), write: uniqueName('write') };
    const multi = (side: Side) => side.Dyno.multi(fresh(side, names.read), fresh(side, names.write));
    same('has the methods and configurations of both', (side) => {
      const both = multi(side);
      return [Object.keys(both).sort(), Object.keys(both.read).sort(), Object.keys(both.write).sort(), both.config];
    });
    same('makes both tables, writes to one, reads from the other, deletes both', async (side) => {
      const both = multi(side);
      return [
        await outcome((done) => both.createTable(definition(), done)),
        await settled(both.putItemAsync({ Item: { id: 'written' } })),
        await settled(both.getItemAsync({ Key: { id: 'written' } })),
        await settled(both.scanAsync()),
        await settled(
          both.updateItemAsync({ Key, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 1 } }),
        ),
        (await both.describeTableAsync({})).Table.TableName,
        await outcome((done) => both.deleteTable(done)),
        await outcome((done) => both.deleteTable(done)),
      ];
    });
  });

  describe('serialize and deserialize', () => {
    const natives: { [name: string]: (Dyno: any) => unknown } = {
      scalars: () => ({ id: 'a', n: 1.5, yes: true, no: null, empty: '', big: 1e21 }),
      buffers: () => ({ b: Buffer.from('abc'), nested: { list: [Buffer.from('x')] }, none: Buffer.alloc(0) }),
      sets: (Dyno) => ({
        ss: Dyno.createSet(['a']),
        ns: Dyno.createSet([1, 2]),
        bs: Dyno.createSet([Buffer.from('x')]),
        nested: { list: [Dyno.createSet([Buffer.from('y')])] },
      }),
      'undefined in a map': () => ({ map: { gone: undefined, kept: 1 } }),
      nothing: () => ({}),
    };
    for (const [name, make] of Object.entries(natives)) {
      same(name, ({ Dyno }) => {
        const text = Dyno.serialize(make(Dyno));
        return [JSON.parse(text), Dyno.deserialize(text), Dyno.deserialize(Buffer.from(text))];
      });
    }
    const wires = [
      '{"id":{"S":"a"},"n":{"N":"12345678901234567890"},"b":{"B":"YWJj"},"l":{"L":[{"B":"eA=="},{"NULL":true}]}}',
      '{"ss":{"SS":["a"]},"ns":{"NS":["1"]},"bs":{"BS":["eA=="]},"m":{"M":{"B":{"S":"x"},"N":{"BOOL":false}}}}',
      '{"empty":{"S":""},"b":{"B":""},"l":{"L":[]},"m":{"M":{}}}',
      '{}',
    ];
    for (const wire of wires) same(`of ${wire}`, ({ Dyno }) => Dyno.deserialize(wire));
    for (const text of ['', 'text', '{"id":']) {
      same(`refuse ${JSON.stringify(text)}`, ({ Dyno }) => (result(() => Dyno.deserialize(text)) as any).threw.name);
    }
  });

  describe('costLogger', () => {
    const logged = async (side: Side, use: (dyno: any) => unknown) => {
      const costs: unknown[] = [];
      const costLogger = ({ Time, ...cost }: any) => costs.push([cost, typeof Time]);
      const { self, ...came } = (await use(side.client({ costLogger }))) as any;
      return [came, costs];
    };
    const forms: { [name: string]: (dyno: any, table: string) => unknown } = {
      'getItem with a callback': (dyno) => outcome((done) => dyno.getItem({ Key }, done)),
      'putItem with a callback': (dyno) => outcome((done) => dyno.putItem({ Item: { id: 'b' } }, done)),
      'updateItem through its twin': (dyno) =>
        settled(dyno.updateItemAsync({ Key, UpdateExpression: 'REMOVE n', ReturnValues: 'ALL_OLD' })),
      'deleteItem through send': (dyno) => outcome((done) => void dyno.deleteItem({ Key }).send(done)),
      'a request through promise()': (dyno) => settled(dyno.getItem({ Key }).promise()),
      scan: (dyno) => outcome((done) => dyno.scan({}, done)),
      'scan with Pages': (dyno) => outcome((done) => dyno.scan({ Pages: 1 }, done)),
      query: (dyno) =>
        settled(dyno.queryAsync({ KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'a' } })),
      batchGetItem: (dyno, table) =>
        outcome((done) => dyno.batchGetItem({ RequestItems: { [table]: { Keys: [Key] } } }, done)),
      'batchWriteItemRequests and sendAll': (dyno, table) =>
        outcome((done) =>
          dyno
            .batchWriteItemRequests({ RequestItems: { [table]: [{ PutRequest: { Item: { id: 'c' } } }] } })
            .sendAll(done),
        ),
      'a call that fails': (dyno) => outcome((done) => dyno.getItem({ Key, TableName: 'no-such-table' }, done)),
    };
    for (const [name, use] of Object.entries(forms)) {
      same(name, (side) => logged(side, (dyno) => use(dyno, side.table)));
    }
    same('goes with a dynoInstance', async (side) => {
      const costs: unknown[] = [];
      const shared = side.Dyno({
        dynoInstance: side.dyno,
        costLogger: ({ ConsumedCapacity }: any) => costs.push(ConsumedCapacity),
      });
      return [await settled(shared.getItemAsync({ Key })), costs];
    });
  });
});
