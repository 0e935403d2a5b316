import { setTimeout as sleep } from 'node:timers/promises';
import type { DynoRequest } from './request/request';

/** What table operations need of a client; each request works on the client's table unless told another. */
export interface TableRequests {
  describeTable(params: object): DynoRequest;
  createTable(params: object): DynoRequest;
  deleteTable(params: object): DynoRequest;
}

type TableCallback = (error?: any, data?: any) => void;

/** Makes the table unless there is one, and waits until it is active. */
export async function createAndWait(client: TableRequests, definition: any): Promise<{ TableDefinition: any }> {
  for (let created = false; ; created = true) {
    const table = await describe(client, definition);
    if (table?.TableStatus === 'ACTIVE') return { TableDefinition: table };
    if (table || created) await sleep(1000);
    else await client.createTable(definition).promise();
  }
}

/** Deletes the table, when there is one, and waits until it is gone. */
export async function deleteAndWait(client: TableRequests, params: any): Promise<void> {
  for (;;) {
    const table = await describe(client, params);
    if (!table) return;
    if (table.TableStatus === 'ACTIVE') await client.deleteTable({ TableName: params.TableName }).promise();
    else await sleep(1000);
  }
}

/** Calls back with what a promise comes to; what the callback throws is an uncaught exception. */
export function callBack<T>(promise: Promise<T>, callback: TableCallback, args: (result: T) => unknown[]): void {
  promise.then(
    (result) => process.nextTick(callback, ...args(result)),
    (error) => process.nextTick(callback, error),
  );
}

async function describe(client: TableRequests, { TableName }: any): Promise<any> {
  try {
    return (await client.describeTable({ TableName }).promise()).Table;
  } catch (error) {
    if ((error as any).code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
