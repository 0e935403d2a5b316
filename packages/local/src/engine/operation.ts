import { type Item, ServiceError, type Wire } from '@dynamodb-migrate/core';
import { copy } from './copy';
import { beyondLimits } from './limits';
import { moduleOf } from './module-of';
import { type Prepared, prepare } from './prepare';
import { inCallersNames } from './proto-name';
import { asServiceError, refusal } from './refusal';
import { rehearsal } from './rehearsal';
import type { Store } from './store';
import { atOnce } from './update';

type Implementation = (store: Store, data: Wire, done: (error: unknown, output?: Wire) => void) => void;

/** Carries one operation out. */
export async function act(store: Store, prepared: Prepared): Promise<Wire> {
  try {
    return await run(store, prepared);
  } catch (error) {
    const failure = asServiceError(error);
    const wanted = prepared.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    if (wanted && failure instanceof ServiceError && failure.name === 'ConditionalCheckFailedException') {
      const { Item } = await getItem(store, prepared.input);
      if (Item) failure.body!.Item = Item;
    }
    throw failure;
  }
}

/** Rejects where the operation would, or would leave an item that DynamoDB does not store; changes nothing. */
export async function rehearse(store: Store, prepared: Prepared): Promise<void> {
  let refused: string | undefined;
  const shadow = rehearsal(store, (item) => {
    refused ??= beyondLimits(item);
  });
  await act(shadow, prepared);
  if (refused) throw refusal('ValidationException', refused);
}

/** The key of the item that a write is on. */
export async function keyOf(store: Store, { TableName, Key, Item }: Wire): Promise<Item> {
  if (Key) return Key;
  const { Table } = await act(store, prepare(store, 'DescribeTable', { TableName }));
  return Object.fromEntries(Table.KeySchema.map(({ AttributeName }: Wire) => [AttributeName, Item[AttributeName]]));
}

async function getItem(store: Store, write: Wire): Promise<Wire> {
  const { TableName } = write;
  return run(store, prepare(store, 'GetItem', { TableName, Key: await keyOf(store, write), ConsistentRead: true }));
}

async function run(store: Store, { operation, data }: Prepared): Promise<Wire> {
  const implementation: Implementation = moduleOf('actions', operation);
  const own = copy(data);
  if (own._updates) own._updates.sections = atOnce(own._updates.sections);
  return new Promise((resolve, reject) => {
    implementation(store, own, (error, output) =>
      error ? reject(store.failure?.() ?? error) : resolve(inCallersNames(JSON.stringify(output))),
    );
  });
}
