import { called, fakeClient } from '../support/fake-door';

const wire = { id: { S: 'a' } };
const native = { id: 'a' };

test.each<[string, object, object, object]>([
  ['getItem', { Key: native }, {}, {}],
  ['updateItem', { Key: native }, { Attributes: wire }, { Attributes: native }],
  [
    'putItem',
    { Item: native },
    { ItemCollectionMetrics: { ItemCollectionKey: wire, SizeEstimateRangeGB: [0, 1] } },
    { ItemCollectionMetrics: { ItemCollectionKey: native, SizeEstimateRangeGB: [0, 1] } },
  ],
  [
    'scan',
    {},
    { Items: [wire], Count: 1, LastEvaluatedKey: wire },
    { Items: [native], Count: 1, LastEvaluatedKey: native },
  ],
  ['scan', { Select: 'COUNT' }, { Count: 1 }, { Count: 1 }],
  [
    'batchGetItem',
    { RequestItems: { t: { Keys: [native] } } },
    { Responses: { t: [wire] }, UnprocessedKeys: { t: { Keys: [wire], ConsistentRead: true } } },
    { Responses: { t: [native] }, UnprocessedKeys: { t: { Keys: [native], ConsistentRead: true } } },
  ],
  [
    'batchWriteItem',
    { RequestItems: { t: [] } },
    {
      UnprocessedItems: { t: [{ PutRequest: { Item: wire } }, { DeleteRequest: { Key: wire } }] },
      ItemCollectionMetrics: { t: [{ ItemCollectionKey: wire }] },
    },
    {
      UnprocessedItems: { t: [{ PutRequest: { Item: native } }, { DeleteRequest: { Key: native } }] },
      ItemCollectionMetrics: { t: [{ ItemCollectionKey: native }] },
    },
  ],
  ['batchWriteItem', { RequestItems: { t: [] } }, {}, { UnprocessedItems: {} }],
  [
    'describeTable',
    {},
    { Table: { TableName: 't', CreationDateTime: 1.5, ProvisionedThroughput: { LastIncreaseDateTime: 2 } } },
    {
      Table: {
        TableName: 't',
        CreationDateTime: new Date(1500),
        ProvisionedThroughput: { LastIncreaseDateTime: new Date(2000) },
      },
    },
  ],
])('%s %p', async (method, params, output, data) => {
  const { dyno } = fakeClient([output]);
  expect(await called((callback) => (dyno as any)[method](params, callback))).toEqual([null, data]);
});
