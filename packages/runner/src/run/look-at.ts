import { createDescribe, MigrateError, type Send, ServiceError, type TableInfo } from '@dynamodb-migrate/core';
import type { Database } from '@dynamodb-migrate/legacy-adapter';
import { explainAt } from '../explain';

const unreachable = new Set(['NetworkingError', 'TimeoutError', 'UnknownEndpoint']);

/** What the credentials may know of the table a run is to scan. Throws `CANNOT_START`. */
export async function lookAt(send: Send, database: Database): Promise<TableInfo | undefined> {
  try {
    return await describeTable(send, database);
  } catch (error) {
    const { cause } = error as Error;
    // The old tool did without this permission, and so can this one.
    if (cause instanceof ServiceError && cause.name === 'AccessDeniedException') return undefined;
    throw error;
  }
}

/** Describes a table. Throws `CANNOT_START`. */
export async function describeTable(send: Send, database: Database): Promise<TableInfo> {
  try {
    return await describe(send, database);
  } catch (error) {
    throw error instanceof MigrateError ? error : cannotStart(error, database);
  }
}

/** Makes sure that DynamoDB answers at all: what else is wrong is for the script's operations to find. Throws `CANNOT_START`. */
export async function reach(send: Send, database: Database): Promise<void> {
  try {
    await describe(send, database);
  } catch (error) {
    if (error instanceof ServiceError && unreachable.has(error.name)) throw cannotStart(error, database);
  }
}

function describe(send: Send, { target, table }: Database): Promise<TableInfo> {
  // An engine on this machine that was started just now needs a second or two; where none was, none will be in half a minute.
  const retry = isLoopback(target.endpoint) ? { max: 6 } : undefined;
  return createDescribe()((operation, input, options) => send(operation, input, { ...options, retry }), table);
}

function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^(localhost|127\.|\[::1\])/.test(new URL(endpoint).hostname);
}

function cannotStart(error: unknown, database: Database): MigrateError {
  const { message, hint } = explainAt(database)(error) ?? { message: String(error), hint: undefined };
  return new MigrateError('CANNOT_START', message, { cause: error, hint });
}
