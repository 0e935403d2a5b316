import { type ServiceError, transactParts, type Wire } from '@dynamodb-migrate/core';
import { act, keyOf, rehearse } from './operation';
import { prepare } from './prepare';
import { refusal } from './refusal';
import type { Store } from './store';

// A deletion that is only rehearsed is a condition check.
const operations: { [kind: string]: string } = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
};

/** `TransactWriteItems`: every write is rehearsed before the first is carried out, and no two may be on one item. */
export async function transactWrite(store: Store, { TransactItems }: Wire): Promise<Wire> {
  const entries = transactParts(TransactItems);
  const prepared = entries.map(([kind, input]) => prepare(store, operations[kind] ?? kind, input));
  const items = await Promise.all(
    entries.map(async ([, input]) => JSON.stringify([input.TableName, await keyOf(store, input)])),
  );
  if (new Set(items).size < items.length) {
    throw refusal('ValidationException', 'Transaction request cannot include multiple operations on one item');
  }
  cancelOnFailure(await Promise.allSettled(prepared.map((write) => rehearse(store, write))));
  const writes = prepared.filter((_write, index) => entries[index]![0] !== 'ConditionCheck');
  await Promise.all(writes.map((write) => act(store, write)));
  return {};
}

/** `TransactGetItems`. */
export async function transactGet(store: Store, { TransactItems = [] }: Wire): Promise<Wire> {
  const reads = (TransactItems as Wire[]).map(({ Get }) => prepare(store, 'GetItem', Get));
  return { Responses: await Promise.all(reads.map((read) => act(store, read))) };
}

/** A failed condition cancels the transaction, with a reason for each item; other failures stand for themselves. */
function cancelOnFailure(checks: PromiseSettledResult<void>[]): void {
  const errors = checks.map((check) => (check.status === 'rejected' ? (check.reason as ServiceError) : undefined));
  if (errors.every((error) => !error)) return;
  const other = errors.find((error) => error && error.name !== 'ConditionalCheckFailedException');
  if (other) throw other;
  const CancellationReasons = errors.map((error) =>
    error
      ? { Code: 'ConditionalCheckFailed', Message: error.message, Item: error.body?.Item }
      : { Code: 'None', Message: null },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  throw refusal(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons },
  );
}
