import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Item, MigrateError, ServiceError } from '@dynamodb-migrate/core';
import { toAttributes } from './attributes';
import type { LedgerEvent, NewEvent } from './event';
import { type Head, headKey, readHead, type Shelf } from './head';
import { eventFrom, eventItem, eventKey } from './history';

export interface AppendOptions {
  /** The lease under which this is written; it must still be the environment's. */
  lease?: { id: string; token: number };
  /** The lease that ends with this event; it must still be the environment's. */
  ends?: { id: string; token: number };
}

/**
 * Adds an event to an environment's history. One conditional write to the head holds the event, takes the next number
 * and checks the lease, all at once; the event's own item follows, by this writer or by whoever writes next. So nothing
 * is lost or written twice, whatever happens between the two. Throws `LEASE_LOST`.
 */
export async function append(
  shelf: Shelf,
  environment: string,
  event: NewEvent,
  options: AppendOptions = {},
): Promise<LedgerEvent> {
  const id = randomUUID();
  for (let attempt = 0; ; attempt++) {
    const head = await readHead(shelf, environment);
    const lease = options.lease ?? options.ends;
    if (lease && head.lease?.id !== lease.id) throw leaseLost(environment, head);
    if (head.last) await file(shelf, head.last);
    const next: LedgerEvent = {
      ...event,
      error: event.error?.slice(0, 4000),
      version: 1,
      id,
      environment,
      sequence: head.sequence + 1,
      at: new Date(shelf.now()).toISOString(),
      ...(options.lease && { token: options.lease.token }),
    };
    if ((await advance(shelf, head, next, options)) || (await isWritten(shelf, next))) {
      await file(shelf, next);
      return eventFrom(eventItem(next));
    }
    if (attempt === 100)
      throw new MigrateError('LEDGER_BUSY', `too many write to the ledger of ${environment} at once`);
    await sleep(Math.random() * Math.min(500, 10 * 2 ** attempt));
  }
}

async function advance({ send, table }: Shelf, head: Head, event: LedgerEvent, { lease, ends }: AppendOptions) {
  const held = lease ?? ends;
  const condition = [
    head.sequence === 0 ? 'attribute_not_exists(#sequence)' : '#sequence = :sequence',
    ...(held ? ['#lease.#id = :lease', '#token = :token'] : []),
  ];
  return conditionally(() =>
    send('UpdateItem', {
      TableName: table,
      Key: headKey(event.environment),
      UpdateExpression: `SET #sequence = :next, #last = :last, #version = :version${ends ? ' REMOVE #lease, #expiresAt' : ''}`,
      ConditionExpression: condition.join(' AND '),
      ExpressionAttributeNames: {
        ...{ '#sequence': 'sequence', '#last': 'last', '#version': 'version' },
        ...(held && { '#lease': 'lease', '#id': 'id', '#token': 'token' }),
        ...(ends && { '#expiresAt': 'expiresAt' }),
      },
      ExpressionAttributeValues: {
        ':next': { N: String(event.sequence) },
        ':last': { M: toAttributes(event) },
        ':version': { N: '1' },
        ...(head.sequence > 0 && { ':sequence': { N: String(head.sequence) } }),
        ...(held && { ':lease': { S: held.id }, ':token': { N: String(held.token) } }),
      },
    }),
  );
}

/** Gives an event the item of its own, unless it has it. */
async function file({ send, table }: Shelf, event: LedgerEvent): Promise<void> {
  await conditionally(() =>
    send('PutItem', {
      TableName: table,
      Item: eventItem(event),
      ConditionExpression: 'attribute_not_exists(#entry)',
      ExpressionAttributeNames: { '#entry': 'entry' },
    }),
  );
}

/** Whether a write that was declined had been made before: by an attempt whose answer was lost. */
async function isWritten(shelf: Shelf, { environment, sequence, id }: LedgerEvent): Promise<boolean> {
  const { last } = await readHead(shelf, environment);
  if (last?.sequence === sequence) return last.id === id;
  const Key: Item = eventKey(environment, sequence);
  const { Item } = await shelf.send('GetItem', { TableName: shelf.table, Key, ConsistentRead: true });
  return Item !== undefined && eventFrom(Item).id === id;
}

/** Whether a conditional write was made. */
export async function conditionally(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

function leaseLost(environment: string, { lease }: Head): MigrateError {
  const now = lease ? `${lease.owner} holds it now` : 'nobody holds it now';
  return new MigrateError('LEASE_LOST', `the lease on ${environment} was lost: ${now}`);
}
