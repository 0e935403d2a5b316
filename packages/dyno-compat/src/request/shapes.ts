/** What a parameter holds: a scalar, an attribute's value, a whole item, the key of one, or a container of these. */
export type Shape =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'value'
  | 'item'
  | 'key'
  | { list: Shape }
  | { map: Shape }
  | Structure;

export interface Structure {
  members: { readonly [name: string]: Shape };
  required: readonly string[];
}

type Members = { [name: string]: Shape };

/** A structure whose members named with a trailing `!` must be there. */
function structure(members: Members): Structure {
  const entries = Object.entries(members);
  return {
    members: Object.fromEntries(entries.map(([name, shape]) => [name.replace('!', ''), shape])),
    required: entries.filter(([name]) => name.endsWith('!')).map(([name]) => name.slice(0, -1)),
  };
}

const strings: Shape = { list: 'string' };
const names: Shape = { map: 'string' };
const consumed: Members = { ReturnConsumedCapacity: 'string' };
const collection: Members = { ...consumed, ReturnItemCollectionMetrics: 'string' };
const condition: Shape = structure({ ComparisonOperator: 'string', AttributeValueList: { list: 'value' } });
const conditions: Shape = { map: condition };
const expected: Shape = {
  map: structure({
    Value: 'value',
    Exists: 'boolean',
    ComparisonOperator: 'string',
    AttributeValueList: { list: 'value' },
  }),
};
const projection: Members = {
  AttributesToGet: strings,
  ConsistentRead: 'boolean',
  ProjectionExpression: 'string',
  ExpressionAttributeNames: names,
};
const write: Members = {
  Expected: expected,
  ConditionalOperator: 'string',
  ReturnValues: 'string',
  ...collection,
  ConditionExpression: 'string',
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: 'item',
  ReturnValuesOnConditionCheckFailure: 'string',
};
const read: Members = {
  'TableName!': 'string',
  IndexName: 'string',
  Select: 'string',
  Limit: 'integer',
  ConditionalOperator: 'string',
  ExclusiveStartKey: 'item',
  ...consumed,
  ...projection,
  FilterExpression: 'string',
  ExpressionAttributeValues: 'item',
};

const keySchema: Shape = { list: structure({ 'AttributeName!': 'string', 'KeyType!': 'string' }) };
const throughput: Shape = structure({ 'ReadCapacityUnits!': 'integer', 'WriteCapacityUnits!': 'integer' });
const onDemand: Shape = structure({ MaxReadRequestUnits: 'integer', MaxWriteRequestUnits: 'integer' });
const index: Members = {
  'IndexName!': 'string',
  'KeySchema!': keySchema,
  'Projection!': structure({ ProjectionType: 'string', NonKeyAttributes: strings }),
};

/** The parameters of each operation. Those on tables are taken literally, those on items leniently. */
export const inputs = {
  getItem: structure({ 'TableName!': 'string', 'Key!': 'key', ...consumed, ...projection }),
  putItem: structure({ 'TableName!': 'string', 'Item!': 'item', ...write }),
  updateItem: structure({
    'TableName!': 'string',
    'Key!': 'key',
    AttributeUpdates: { map: structure({ Value: 'value', Action: 'string' }) },
    UpdateExpression: 'string',
    ...write,
  }),
  deleteItem: structure({ 'TableName!': 'string', 'Key!': 'key', ...write }),
  batchGetItem: structure({
    'RequestItems!': { map: structure({ 'Keys!': { list: 'key' }, ...projection }) },
    ...consumed,
  }),
  batchWriteItem: structure({
    'RequestItems!': {
      map: {
        list: structure({
          PutRequest: structure({ 'Item!': 'item' }),
          DeleteRequest: structure({ 'Key!': 'key' }),
        }),
      },
    },
    ...collection,
  }),
  query: structure({
    ...read,
    KeyConditions: conditions,
    QueryFilter: conditions,
    ScanIndexForward: 'boolean',
    KeyConditionExpression: 'string',
  }),
  scan: structure({ ...read, ScanFilter: conditions, TotalSegments: 'integer', Segment: 'integer' }),
  listTables: structure({ ExclusiveStartTableName: 'string', Limit: 'integer' }),
  describeTable: structure({ 'TableName!': 'string' }),
  deleteTable: structure({ 'TableName!': 'string' }),
  createTable: structure({
    'AttributeDefinitions!': { list: structure({ 'AttributeName!': 'string', 'AttributeType!': 'string' }) },
    'TableName!': 'string',
    'KeySchema!': keySchema,
    LocalSecondaryIndexes: { list: structure(index) },
    GlobalSecondaryIndexes: {
      list: structure({ ...index, ProvisionedThroughput: throughput, OnDemandThroughput: onDemand }),
    },
    BillingMode: 'string',
    ProvisionedThroughput: throughput,
    StreamSpecification: structure({ 'StreamEnabled!': 'boolean', StreamViewType: 'string' }),
    SSESpecification: structure({ Enabled: 'boolean', SSEType: 'string', KMSMasterKeyId: 'string' }),
    Tags: { list: structure({ 'Key!': 'string', 'Value!': 'string' }) },
    TableClass: 'string',
    DeletionProtectionEnabled: 'boolean',
    ResourcePolicy: 'string',
    OnDemandThroughput: onDemand,
  }),
} satisfies { [operation: string]: Structure };

export type Operation = keyof typeof inputs;

/** The service's name for an operation. */
export function wireName(operation: Operation): string {
  return operation[0]!.toUpperCase() + operation.slice(1);
}
