import { hasWritten, isRead, keyOfPart, partsOf, tablesOf, type Wire, writesOf } from '@dynamodb-migrate/core';

const item = { id: { S: 'a' }, n: { N: '1' } };
const key = { id: { S: 'b' } };
const update = { TableName: 't', Key: key, UpdateExpression: 'SET n = :n' };
const check = { TableName: 'u', Key: key, ConditionExpression: 'attribute_exists(id)' };
const put = { kind: 'put', table: 't', item };

test.each<[string, Wire, string[], object[]]>([
  ['PutItem', { TableName: 't', Item: item }, ['t'], [put]],
  ['DeleteItem', { TableName: 't', Key: key }, ['t'], [{ kind: 'delete', table: 't', key }]],
  ['UpdateItem', update, ['t'], [{ kind: 'update', table: 't', key, update }]],
  [
    'BatchWriteItem',
    { RequestItems: { t: [{ PutRequest: { Item: item } }], u: [{ DeleteRequest: { Key: key } }], v: [] } },
    ['t', 'u', 'v'],
    [put, { kind: 'delete', table: 'u', key }],
  ],
  [
    'TransactWriteItems',
    { TransactItems: [{ ConditionCheck: check }, { Put: { TableName: 't', Item: item } }, { Update: update }] },
    ['u', 't'],
    [put, { kind: 'update', table: 't', key, update }],
  ],
  ['GetItem', { TableName: 't', Key: key }, ['t'], []],
  ['BatchGetItem', { RequestItems: { t: { Keys: [key] } } }, ['t'], []],
  ['TransactGetItems', { TransactItems: [{ Get: { TableName: 't', Key: key } }] }, ['t'], []],
  ['CreateTable', { TableName: 't' }, ['t'], []],
  ['ListTables', {}, [], []],
])('the tables and the writes of %s', (operation, input, tables, writes) => {
  expect(tablesOf(input)).toEqual(tables);
  expect(writesOf(operation, input)).toEqual(writes);
});

test('a transaction has its checks among its parts', () => {
  const input = { TransactItems: [{ ConditionCheck: check }, { Delete: { TableName: 't', Key: key } }] };
  const all = [
    { kind: 'check', table: 'u', key },
    { kind: 'delete', table: 't', key },
  ];
  expect(partsOf('TransactWriteItems', input)).toEqual(all);
});

test.each<[string, Wire]>([
  ['PutItem', {}],
  ['BatchWriteItem', { RequestItems: { t: 'all' } }],
  ['BatchWriteItem', {}],
  ['TransactWriteItems', { TransactItems: 'all' }],
  ['TransactWriteItems', { TransactItems: [{}, null, { Put: undefined }] }],
])('%s with %j is left to DynamoDB to refuse', (operation, input) => {
  expect(() => [tablesOf(input), partsOf(operation, input)]).not.toThrow();
});

test('the key of what is put takes the names of the key', () => {
  const [write] = writesOf('PutItem', { TableName: 't', Item: item });
  expect(keyOfPart(write, ['id'])).toEqual({ id: { S: 'a' } });
  expect(keyOfPart(write, ['other'])).toBeUndefined();
  expect(keyOfPart(write, undefined)).toBeUndefined();
  expect(keyOfPart(writesOf('UpdateItem', update)[0], undefined)).toBe(key);
});

test('reads are what can change nothing', () => {
  expect(['Scan', 'TransactGetItems', 'DescribeTable', 'ListTables'].every(isRead)).toBe(true);
  expect(['PutItem', 'TransactWriteItems', 'CreateTable', 'ExecuteStatement'].some(isRead)).toBe(false);
});

test('counts tell whether items were written', () => {
  expect(hasWritten({ records: 3, UpdateItem: 1 })).toBe(true);
  expect(hasWritten({ records: 3, TransactGetItems: 2, UpdateTable: 1, PutItem: 0 })).toBe(false);
});
