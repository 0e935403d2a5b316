import type { Item, Send, Wire } from '@dynamodb-migrate/core';
import type { Where } from '../where';
import { fromAttributes } from './attributes';
import type { LedgerEvent } from './event';

/** A table of the ledger and the door to it. */
export interface Shelf {
  send: Send;
  table: string;
  /** Milliseconds since 1970, as the service's clock has it. */
  now(): number;
}

/** A lease as everybody sees it. */
export interface LeaseInfo {
  /** Unique. */
  id: string;
  /** Who holds it, in words. */
  owner: string;
  /** Larger than that of any lease before. */
  token: number;
  from?: Where;
  /** ISO dates. */
  acquiredAt: string;
  expiresAt: string;
  /** Whether it has run out. */
  expired: boolean;
}

/** The one item of an environment that changes: the end of its history, and its lease. */
export interface Head {
  /** Of the last event; 0 when there is none. */
  sequence: number;
  last?: LedgerEvent;
  lease?: LeaseInfo;
}

export function headKey(environment: string): Item {
  return { environment: { S: environment }, entry: { S: 'head' } };
}

/** Reads the head, consistently. */
export async function readHead({ send, table, now }: Shelf, environment: string): Promise<Head> {
  const { Item } = await send('GetItem', { TableName: table, Key: headKey(environment), ConsistentRead: true });
  return Item ? headFrom(Item, now()) : { sequence: 0 };
}

export function headFrom(item: Wire, now: number): Head {
  const { sequence = 0, last, lease, token, expiresAt } = fromAttributes(item);
  return {
    sequence,
    last,
    lease: lease && {
      ...lease,
      token,
      expiresAt: new Date(expiresAt).toISOString(),
      expired: expiresAt <= now,
    },
  };
}
