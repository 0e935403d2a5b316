import { setTimeout as sleep } from 'node:timers/promises';
import { itemWrites, type Send, ServiceError, type Wire } from '@dynamodb-migrate/core';
import { act, rehearse } from './operation';
import { prepare } from './prepare';
import type { Store } from './store';
import { transactGet, transactWrite } from './transactions';

/**
 * The door to a store: dynalite's operations without a network, mended where they differ from DynamoDB's. Rejects
 * with a `ServiceError`, or `ENGINE_LIMIT` for what it cannot do as DynamoDB would.
 */
export function engine(store: Store): Send {
  return async (operation, input, { signal, onResponse } = {}) => {
    if (signal?.aborted) throw new ServiceError('AbortError', 'The operation was aborted', { cause: signal.reason });
    const output = await perform(store, operation, input);
    onResponse?.({ statusCode: 200, headers: {}, attempts: 1 });
    return output;
  };
}

async function perform(store: Store, operation: string, input: Wire): Promise<Wire> {
  if (operation === 'TransactWriteItems') return transactWrite(store, input);
  if (operation === 'TransactGetItems') return transactGet(store, input);
  const prepared = prepare(store, operation, input);
  // A deletion leaves no item that could be too much.
  if (itemWrites.has(operation) && operation !== 'DeleteItem') await rehearse(store, prepared);
  const output = await act(store, prepared);
  if (/^(Create|Update|Delete)Table$/.test(operation)) await settled(store, input.TableName);
  return output;
}

/** Waits until a table is ready or gone, which dynalite does a timer's tick later. */
async function settled(store: Store, TableName: string): Promise<void> {
  const describe = prepare(store, 'DescribeTable', { TableName });
  for (;;) {
    await sleep(1);
    const failure = store.failure?.();
    if (failure) throw failure;
    const found = await act(store, describe).catch(() => undefined);
    if (!found || found.Table.TableStatus === 'ACTIVE') return;
  }
}
