import { indexOfKey, item } from './items.mjs';

/** An item as the scan gave it, under the key that a request names. */
function stored(named) {
  return { ...item(indexOfKey(named)), id: named.id };
}

function consumed(input, units) {
  const asked = input.ReturnConsumedCapacity && input.ReturnConsumedCapacity !== 'NONE';
  return asked ? { ConsumedCapacity: { TableName: input.TableName, CapacityUnits: units } } : {};
}

function consumedByTable(input, units) {
  const asked = input.ReturnConsumedCapacity && input.ReturnConsumedCapacity !== 'NONE';
  const tables = Object.keys(input.RequestItems);
  return asked ? { ConsumedCapacity: tables.map((TableName) => ({ TableName, CapacityUnits: units })) } : {};
}

function write(input) {
  const wanted = input.ReturnValues && input.ReturnValues !== 'NONE';
  return { ...(wanted ? { Attributes: stored(input.Item ?? input.Key) } : {}), ...consumed(input, 1) };
}

/** The answers to everything but Scan: operation to output, or to undefined when the operation is not known. */
export function answer(operation, input, total) {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return write(input);
    case 'GetItem':
      return { Item: stored(input.Key), ...consumed(input, 0.5) };
    case 'BatchWriteItem':
      return { UnprocessedItems: {}, ...consumedByTable(input, 25) };
    case 'BatchGetItem': {
      const tables = Object.entries(input.RequestItems);
      const responses = Object.fromEntries(tables.map(([table, { Keys }]) => [table, Keys.map(stored)]));
      return { Responses: responses, UnprocessedKeys: {}, ...consumedByTable(input, 12.5) };
    }
    case 'DescribeTable':
      return { Table: describe(input.TableName, total) };
    case 'DescribeContinuousBackups':
      return {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
      };
  }
}

function describe(name, total) {
  return {
    TableName: name,
    TableStatus: 'ACTIVE',
    TableArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`,
    TableId: '00000000-0000-4000-8000-000000000000',
    CreationDateTime: 1600000000,
    ItemCount: total,
    TableSizeBytes: total * 300,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  };
}

/** How many items a write operation writes. */
export function itemsWritten(operation, input) {
  if (operation === 'BatchWriteItem') {
    return Object.values(input.RequestItems).reduce((sum, requests) => sum + requests.length, 0);
  }
  return ['PutItem', 'UpdateItem', 'DeleteItem'].includes(operation) ? 1 : 0;
}
