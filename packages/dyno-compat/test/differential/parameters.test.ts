import type { Item } from '@dynamodb-migrate/core';
import { differential } from './harness/differential';
import { outcome, result } from './harness/outcome';

const contents: Item[] = [
  { id: { S: 'a' }, at: { N: '1' }, n: { N: '1' }, text: { S: 'x' }, colours: { SS: ['red', 'blue'] } },
  { id: { S: 'a' }, at: { N: '2' }, n: { N: '2' }, list: { L: [{ N: '1' }] } },
  { id: { S: 'b' }, at: { N: '1' }, n: { N: '3' } },
];
const Key = { id: 'a', at: 1 };
const ofA = { KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'a' } };

/** [method, params]: what is taken, however odd. */
const lenient: { [name: string]: [string, object] } = {
  'unknown parameters': ['getItem', { Key, Foo: 1, Nested: { a: 1 } }],
  'unknown nested parameters': ['query', { ...ofA, Nope: [1], ReturnConsumedCapacity: 'NONE' }],
  'Limit as text': ['scan', { Limit: '2' }],
  'Limit that is no number': ['scan', { Limit: 'abc' }],
  'Limit null': ['scan', { Limit: null }],
  'ConsistentRead as text': ['getItem', { Key, ConsistentRead: 'yes' }],
  'ConsistentRead as 0': ['getItem', { Key, ConsistentRead: 0 }],
  'ConsistentRead as "false"': ['getItem', { Key, ConsistentRead: 'false' }],
  'FilterExpression as a number': ['scan', { FilterExpression: 5 }],
  'FilterExpression null': ['scan', { FilterExpression: null }],
  'ExclusiveStartKey null': ['scan', { ExclusiveStartKey: null }],
  ExclusiveStartKey: ['query', { ...ofA, ExclusiveStartKey: Key }],
  'ScanIndexForward as text': ['query', { ...ofA, ScanIndexForward: 'false' }],
  ProjectionExpression: ['getItem', { Key, ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': 'n' } }],
  AttributesToGet: ['getItem', { Key, AttributesToGet: ['n'] }],
  'Key null': ['getItem', { Key: null }],
  'no Key': ['getItem', {}],
  'no Item': ['putItem', {}],
  'an old call with the item alone': ['putItem', { id: 'z', at: 1 }],
  'an old call with the key alone': ['deleteItem', Key],
  'no RequestItems': ['batchGetItem', {}],
  'no RequestItems to write': ['batchWriteItem', {}],
  'TableName as a number': ['getItem', { Key, TableName: 5 }],
  'TableName as an object': ['getItem', { Key, TableName: {} }],
  'no Keys': ['batchGetItem', { RequestItems: { x: {}, y: {} } }],
  'a write request of nothing': ['batchWriteItem', { RequestItems: { x: [{}] } }],
  'a PutRequest without Item': ['batchWriteItem', { RequestItems: { x: [{ PutRequest: {} }, { DeleteRequest: {} }] } }],
  'an ExpressionAttributeValue undefined': [
    'updateItem',
    { Key, UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': undefined } },
  ],
  'ExpressionAttributeValues empty': ['scan', { ExpressionAttributeValues: {} }],
  'a condition that fails': ['putItem', { Item: { ...Key }, ConditionExpression: 'attribute_not_exists(id)' }],
  'a key with a missing part': ['getItem', { Key: { id: 'a' } }],
  'a key of the wrong type': ['getItem', { Key: { id: 5, at: 1 } }],
  'Segment and TotalSegments as text': ['scan', { Segment: '0', TotalSegments: '1' }],
  'native describeTable with an unknown key': ['describeTable', { Foo: 1 }],
  'native listTables with an unknown key': ['listTables', { Foo: 1, Bar: 2 }],
  'native listTables with a Limit of the wrong type': ['listTables', { Limit: {} }],
  'native describeTable with a TableName of the wrong type': ['describeTable', { TableName: 5 }],
};

/** What the original spells out letter by letter for the service to refuse, and ours refuses itself. */
const misshapen: { [name: string]: [string, object] } = {
  'a Key that is text': ['getItem', { Key: 'a' }],
  'an Item that is a list': ['putItem', { Item: ['a'] }],
  'an Item that is text': ['putItem', { Item: 'a' }],
  'ExpressionAttributeNames as a list': ['scan', { ExpressionAttributeNames: ['n'] }],
  'RequestItems as a list': ['batchGetItem', { RequestItems: [] }],
  'Keys as an object': ['batchGetItem', { RequestItems: { x: { Keys: {} } } }],
};

/** The parameters from before expressions, with native values. */
const legacy: { [name: string]: [string, object] } = {
  'AttributeUpdates PUT, ADD, DELETE': [
    'updateItem',
    {
      Key,
      AttributeUpdates: {
        text: { Action: 'PUT', Value: { deep: [1, null, Buffer.from('x')] } },
        n: { Action: 'ADD', Value: 5 },
        colours: { Action: 'DELETE', Value: { wrapperName: 'Set', type: 'String', values: ['red'] } },
      },
      ReturnValues: 'ALL_NEW',
    },
  ],
  'AttributeUpdates without Action, and DELETE without Value': [
    'updateItem',
    { Key, AttributeUpdates: { n: { Value: 7 }, text: { Action: 'DELETE' } }, ReturnValues: 'UPDATED_NEW' },
  ],
  'Expected Value that holds': ['putItem', { Item: { ...Key, n: 10 }, Expected: { n: { Value: 1 } } }],
  'Expected Value that does not': ['putItem', { Item: { ...Key, n: 10 }, Expected: { n: { Value: 2 } } }],
  'Expected Exists false': ['deleteItem', { Key, Expected: { none: { Exists: false } }, ReturnValues: 'ALL_OLD' }],
  'Expected with ComparisonOperator and ConditionalOperator': [
    'updateItem',
    {
      Key,
      AttributeUpdates: { n: { Action: 'PUT', Value: 1.5 } },
      ConditionalOperator: 'OR',
      Expected: {
        n: { ComparisonOperator: 'BETWEEN', AttributeValueList: [0, 2] },
        text: { ComparisonOperator: 'NULL' },
      },
    },
  ],
  KeyConditions: [
    'query',
    {
      KeyConditions: {
        id: { ComparisonOperator: 'EQ', AttributeValueList: ['a'] },
        at: { ComparisonOperator: 'GT', AttributeValueList: [1] },
      },
    },
  ],
  'QueryFilter and ScanIndexForward': [
    'query',
    {
      KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: ['a'] } },
      QueryFilter: { n: { ComparisonOperator: 'IN', AttributeValueList: [1, 2] } },
      ConditionalOperator: 'AND',
      ScanIndexForward: false,
    },
  ],
  ScanFilter: [
    'scan',
    {
      ScanFilter: { colours: { ComparisonOperator: 'CONTAINS', AttributeValueList: ['red'] } },
      AttributesToGet: ['n'],
    },
  ],
};

/** The original sends null for a number that is none, which the service takes for absent. */
function withoutNulls(request: unknown): unknown {
  return JSON.parse(JSON.stringify(request), (_, value) => (value === null ? undefined : value));
}

differential('parameters', { shape: { hash: ['id', 'S'], range: ['at', 'N'] }, contents }, ({ same }) => {
  for (const [name, [method, params]] of Object.entries(lenient)) {
    same(name, async ({ through }) => {
      const { dyno, requests } = through();
      const { args, ...rest } = await outcome((done) => dyno[method](params, done));
      const listed = method === 'listTables' && args?.[1] ? 'names' : args;
      return [listed, rest, requests().map(withoutNulls)];
    });
  }
  for (const [name, [method, params]] of Object.entries(misshapen)) {
    same(`${name} is an error`, async ({ dyno }) => {
      const { args, calls } = await outcome((done) => dyno[method](params, done));
      return [(args![0] as any).name !== undefined, args![1], calls];
    });
  }
  for (const [name, [method, params]] of Object.entries(legacy)) {
    same(`legacy: ${name}`, ({ dyno }) => outcome((done) => dyno[method](params, done)));
  }
  for (const params of ['text', 5, true, ['a'], null]) {
    same(`params that are ${JSON.stringify(params)}`, ({ dyno }) => outcome((done) => dyno.getItem(params, done)));
  }
  same('a text for the params of listTables and describeTable', async ({ dyno }) => [
    await outcome((done) => dyno.listTables('str', done)),
    await outcome((done) => dyno.describeTable('s', done)),
  ]);
  same('a callback that is none', ({ dyno }) => result(() => dyno.getItem({ Key }, 'text')));
});
