import type { Item, Send, Wire } from '@dynamodb-migrate/core';
import { type Engine, itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

/** A write of a script, on one of a few keys. */
export interface RandomWrite {
  operation: string;
  input(table: string): Wire;
}

const ids = ['a', 'b', 'c', 'd', 'e'];
const key = fc.constantFrom(...ids).map((id): Item => ({ id: { S: id } }));

/** Items of every type that an engine takes. */
export function itemOf(engine: Engine): fc.Arbitrary<Item> {
  return itemArbitrary({ emptyStrings: engine.emptyStrings });
}

/** The contents of a table: some of the keys, each with any item. */
export function contentsOf(engine: Engine): fc.Arbitrary<Item[]> {
  return fc
    .uniqueArray(fc.constantFrom(...ids))
    .chain((some) => fc.tuple(...some.map((id) => itemOf(engine).map((item) => ({ ...item, id: { S: id } })))));
}

/** Any write that the client can make, many of which will be refused. */
export function writeOf(engine: Engine): fc.Arbitrary<RandomWrite> {
  const item = fc.tuple(itemOf(engine), key).map(([any, id]) => ({ ...any, ...id }));
  const condition = fc.constantFrom<Wire>(
    {},
    {},
    { ConditionExpression: 'attribute_exists(id)' },
    { ConditionExpression: 'attribute_not_exists(id)' },
  );
  const returns = fc.constantFrom(undefined, 'NONE', 'ALL_OLD');
  const put = fc.record({ Item: item, ReturnValues: returns, more: condition }).map(flatten('PutItem'));
  const remove = fc.record({ Key: key, ReturnValues: returns, more: condition }).map(flatten('DeleteItem'));
  const updates = fc.record({
    Key: key,
    ReturnValues: fc.constantFrom(undefined, 'NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'),
    more: updateOf(engine),
  });
  const update = updates.map(flatten('UpdateItem'));
  const batch = fc
    .uniqueArray(fc.tuple(item, fc.boolean()), {
      minLength: 1,
      maxLength: 4,
      selector: ([{ id }]) => JSON.stringify(id),
    })
    .map((parts): RandomWrite => {
      const requests = parts.map(([Item, gone]) =>
        gone ? { DeleteRequest: { Key: { id: Item.id } } } : { PutRequest: { Item } },
      );
      return { operation: 'BatchWriteItem', input: (table) => ({ RequestItems: { [table]: requests } }) };
    });
  const transaction = fc
    .uniqueArray(fc.tuple(item, fc.constantFrom('Put', 'Delete', 'Update', 'ConditionCheck')), {
      minLength: 1,
      maxLength: 4,
      selector: ([{ id }]) => JSON.stringify(id),
    })
    .map((parts): RandomWrite => ({ operation: 'TransactWriteItems', input: (table) => transact(table, parts) }));
  const singles = [put, remove, update, update];
  return fc.oneof(...singles, batch, ...(engine.transactions ? [transaction] : []));
}

function flatten(operation: string) {
  return ({ more, ReturnValues, ...rest }: Wire): RandomWrite => ({
    operation,
    input: (TableName) => ({ TableName, ...rest, ...(ReturnValues && { ReturnValues }), ...more }),
  });
}

function updateOf(engine: Engine): fc.Arbitrary<Wire> {
  const value = itemOf(engine).map((item) => Object.values(item)[0] ?? { NULL: true });
  // Their sums have 38 digits at most: what an engine makes of more is its own affair.
  const addend = fc.constantFrom('1', '-7', '0.1', '12345678901234567890123456789012345.5');
  return fc.oneof(
    value.map((v) => ({
      UpdateExpression: 'SET #a = :v',
      ExpressionAttributeNames: { '#a': 'p' },
      ExpressionAttributeValues: { ':v': v },
    })),
    addend.map((N) => ({ UpdateExpression: 'ADD seen :n', ExpressionAttributeValues: { ':n': { N } } })),
    addend.map((N) => ({
      UpdateExpression: 'SET seen = if_not_exists(seen, :n) + :n, log = list_append(if_not_exists(log, :l), :l)',
      ExpressionAttributeValues: { ':n': { N }, ':l': { L: [{ S: 'x' }] } },
    })),
    fc.constant({ UpdateExpression: 'ADD tags :t', ExpressionAttributeValues: { ':t': { SS: ['x', 'y'] } } }),
    fc.constant({ UpdateExpression: 'REMOVE seen, p' }),
    fc.constant({ AttributeUpdates: { seen: { Action: 'ADD', Value: { N: '2' } }, p: { Action: 'DELETE' } } }),
    fc.constant({}),
  );
}

function transact(table: string, parts: [Item, string][]): Wire {
  return {
    TransactItems: parts.map(([Item, kind]) => {
      const Key = { id: Item.id };
      if (kind === 'Put') return { Put: { TableName: table, Item } };
      if (kind === 'Delete') return { Delete: { TableName: table, Key } };
      const more = { UpdateExpression: 'SET p = :v', ExpressionAttributeValues: { ':v': { S: 'transacted' } } };
      if (kind === 'Update') return { Update: { TableName: table, Key, ...more } };
      return { ConditionCheck: { TableName: table, Key, ConditionExpression: 'attribute_not_exists(nothing)' } };
    }),
  };
}

/** Makes a write as a script would that minds no error: DynamoDB Local answers some updates with a 500 that it has applied. */
export async function tryWrite(send: Send, table: string, { operation, input }: RandomWrite): Promise<void> {
  await send(operation, input(table)).catch((error) => {
    if (!(error.statusCode >= 400)) throw error;
  });
}
