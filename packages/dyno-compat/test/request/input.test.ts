import { called, fakeClient } from '../support/fake-door';

async function sent(method: string, params: object | undefined): Promise<object> {
  const { dyno, calls } = fakeClient();
  const [error] = await called((callback) => (dyno as any)[method](params, callback));
  if (error) throw error;
  return calls[0].input;
}

test('each value is written as its parameter asks', async () => {
  expect(
    await sent('updateItem', {
      Key: { id: 'a' },
      AttributeUpdates: { n: { Value: 1, Action: 'ADD' } },
      Expected: { m: { ComparisonOperator: 'IN', AttributeValueList: [1, 'b', null] }, o: { Exists: false } },
      ExpressionAttributeValues: { ':v': [undefined], ':gone': undefined },
    }),
  ).toEqual({
    TableName: 'things',
    Key: { id: { S: 'a' } },
    AttributeUpdates: { n: { Value: { N: '1' }, Action: 'ADD' } },
    Expected: {
      m: { ComparisonOperator: 'IN', AttributeValueList: [{ N: '1' }, { S: 'b' }, { NULL: true }] },
      o: { Exists: false },
    },
    ExpressionAttributeValues: { ':v': { L: [] } },
  });
});

test('legacy conditions take native values', async () => {
  const KeyConditions = { id: { ComparisonOperator: 'EQ', AttributeValueList: ['a'] } };
  expect(await sent('query', { KeyConditions })).toEqual({
    TableName: 'things',
    KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
  });
});

test('on items, unknown parameters are dropped, scalars coerced, null and undefined ignored', async () => {
  const odd = {
    Foo: 1,
    Limit: '5',
    FilterExpression: 5,
    ConsistentRead: 'true',
    ExclusiveStartKey: null,
    Select: undefined,
  };
  expect(await sent('scan', odd)).toEqual({
    TableName: 'things',
    Limit: 5,
    FilterExpression: '5',
    ConsistentRead: true,
  });
  expect(await sent('scan', { Limit: 'abc', TableName: null })).toEqual({ TableName: 'things' });
});

test('batches are written table by table, and take no default table', async () => {
  const RequestItems = { t: [{ PutRequest: { Item: { id: 1 } } }, { DeleteRequest: { Key: { id: 2 } } }, null] };
  expect(await sent('batchWriteItem', { RequestItems })).toEqual({
    RequestItems: { t: [{ PutRequest: { Item: { id: { N: '1' } } } }, { DeleteRequest: { Key: { id: { N: '2' } } } }] },
  });
});

test.each<[string, object | undefined, string, string]>([
  ['putItem', {}, 'MissingRequiredParameter', "Missing required key 'Item' in params"],
  ['putItem', undefined, 'MissingRequiredParameter', "Missing required key 'Item' in params"],
  [
    'batchGetItem',
    { RequestItems: { t: null } },
    'MissingRequiredParameter',
    "Missing required key 'Keys' in params.RequestItems['t']",
  ],
  [
    'batchWriteItem',
    { RequestItems: { t: [{ PutRequest: {} }] } },
    'MissingRequiredParameter',
    "Missing required key 'Item' in params.RequestItems['t'][0].PutRequest",
  ],
  ['putItem', { Item: 'abc' }, 'InvalidParameterType', 'Expected params.Item to be a map'],
  [
    'putItem',
    { Item: { id: 'a', s: Object('x') } },
    'InvalidParameterType',
    "Expected params.Item['s'].S to be a string",
  ],
  ['scan', { AttributesToGet: 'id' }, 'InvalidParameterType', 'Expected params.AttributesToGet to be an Array'],
  ['scan', { FilterExpression: 0 }, 'InvalidParameterType', 'Expected params.FilterExpression to be a string'],
  ['scan', { ScanFilter: { id: 5 } }, 'InvalidParameterType', "Expected params.ScanFilter['id'] to be a structure"],
  ['listTables', { Foo: 1 }, 'UnexpectedParameter', "Unexpected key 'Foo' found in params"],
  ['listTables', { Limit: 'x5' }, 'InvalidParameterType', 'Expected params.Limit to be a number'],
  [
    'createTable',
    { KeySchema: [{}] },
    'MultipleValidationErrors',
    "There were 3 validation errors:\n* MissingRequiredParameter: Missing required key 'AttributeDefinitions' in params\n* MissingRequiredParameter: Missing required key 'AttributeName' in params.KeySchema[0]\n* MissingRequiredParameter: Missing required key 'KeyType' in params.KeySchema[0]",
  ],
])('%s(%p) is refused with %s', async (method, params, code, message) => {
  const absent = Object.assign(new Error('none'), {
    name: 'ResourceNotFoundException',
    code: 'ResourceNotFoundException',
  });
  const { dyno } = fakeClient(method === 'createTable' ? [absent] : []);
  const [error, data] = await called((callback) => (dyno as any)[method](params, callback));
  expect([error.code, error.message, error.name]).toEqual([code, message, code]);
  expect(data ?? null).toBeNull();
});

test('client-side errors come before the call returns', () => {
  const { dyno } = fakeClient();
  let code: string | undefined;
  dyno.putItem({}, (error) => {
    code = error.code;
  });
  expect(code).toBe('MissingRequiredParameter');
});

test('a callback is found behind old-fashioned arguments', async () => {
  const { dyno, calls } = fakeClient();
  const [error] = await called((callback) => (dyno as any).updateItem({ id: 'a' }, { put: { n: 1 } }, callback));
  expect([error.code, calls]).toEqual(['MissingRequiredParameter', []]);
});

test('a number whose digits cannot be known is told by its attribute', async () => {
  const paths: string[] = [];
  const { dyno } = fakeClient([], {}, { onInexactNumber: (path) => paths.push(path) });
  await dyno.updateItemAsync({
    Key: { id: 'a' },
    Expected: { e: { Value: [1e20] } },
    ExpressionAttributeValues: { ':v': { a: 1e20 } },
  });
  expect(paths).toEqual(['e[]', ':v.a']);
});
