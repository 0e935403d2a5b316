import { setTimeout as sleep } from 'node:timers/promises';
import { MigrateError, type Send, ServiceError, type Wire } from '@dynamodb-migrate/core';

export const keySchema = [
  { AttributeName: 'environment', KeyType: 'HASH' },
  { AttributeName: 'entry', KeyType: 'RANGE' },
];

/**
 * Creates the ledger's table, on demand, and waits until it can be used; does nothing to one that is there. Gives
 * whether it was created. Throws `LEDGER_DIFFERS` when the table has another key, `LEDGER_UNREADY` after 5 minutes.
 */
export async function createLedgerTable(send: Send, table: string): Promise<{ created: boolean }> {
  const created = await create(send, table);
  const deadline = performance.now() + 300_000;
  for (let wait = 50; ; wait = Math.min(2000, wait * 2)) {
    const description = await describe(send, table);
    if (description) checkKeys(table, description);
    if (description?.TableStatus === 'ACTIVE' || description?.TableStatus === 'UPDATING') return { created };
    if (performance.now() > deadline) {
      const status = description?.TableStatus ?? 'not there';
      throw new MigrateError('LEDGER_UNREADY', `the ledger's table ${table} is ${status} for 5 minutes`);
    }
    await sleep(wait);
  }
}

async function create(send: Send, table: string): Promise<boolean> {
  // Asking first spares those who may use the table but not create it.
  if (await describe(send, table)) return false;
  try {
    await send('CreateTable', {
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keySchema.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keySchema,
    });
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.name === 'ResourceInUseException') return false;
    throw error;
  }
}

async function describe(send: Send, table: string): Promise<Wire | undefined> {
  try {
    return (await send('DescribeTable', { TableName: table })).Table;
  } catch (error) {
    if (error instanceof ServiceError && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function checkKeys(table: string, { KeySchema, AttributeDefinitions }: Wire): void {
  const type = (name: string) => AttributeDefinitions.find((one: Wire) => one.AttributeName === name)?.AttributeType;
  const keys = KeySchema.map(({ AttributeName }: Wire) => `${AttributeName}:${type(AttributeName)}`).join(',');
  if (keys === 'environment:S,entry:S') return;
  throw new MigrateError('LEDGER_DIFFERS', `the table ${table} is no ledger: its key is ${keys}`, {
    hint: 'Name another table as ledger.table in the configuration.',
  });
}
