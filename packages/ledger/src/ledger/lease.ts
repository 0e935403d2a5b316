import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { byRight, type Layer, MigrateError } from '@dynamodb-migrate/core';
import type { Where } from '../where';
import { conditionally } from './append';
import { toAttributes } from './attributes';
import { type Head, headFrom, headKey, type LeaseInfo, readHead, type Shelf } from './head';
import { keepLease } from './keep-lease';

export interface LeaseOptions {
  environment: string;
  /** Who takes it, in words: `apply by ada on build-7`. */
  owner: string;
  from?: Where;
  /** After which it runs out unless it is renewed, which happens three times in that time. @default 30 */
  seconds?: number;
  /** Seconds to wait for one that somebody else holds. @default 0 */
  wait?: number;
  /** Called once when it is lost, or can no longer be told from lost: nothing may be written from then on. */
  onLost?: (error: MigrateError) => void;
}

/** The right to change an environment, for as long as it is renewed. */
export interface Lease {
  environment: string;
  id: string;
  /** Fencing token: larger than that of any lease on the environment before. */
  token: number;
  /** Throws `LEASE_LOST` unless it is held. */
  check(): void;
  /** Refuses all but reads once it is lost, up to the moment at which their bytes leave. */
  guard: Layer;
  /** Gives it back. */
  release(): Promise<void>;
}

/** Takes the lease on an environment when nobody holds it. Throws `LOCKED`. */
export async function acquireLease(shelf: Shelf, options: LeaseOptions): Promise<Lease> {
  const { environment, seconds = 30, wait = 0 } = options;
  const id = randomUUID();
  const until = performance.now() + wait * 1000;
  for (;;) {
    const began = { monotonic: performance.now(), wall: Date.now() };
    const { lease } = await readHead(shelf, environment);
    const token = lease && !lease.expired ? undefined : await take(shelf, id, { ...options, seconds });
    if (token === undefined) {
      await waitFor(shelf, environment, until);
      continue;
    }
    const kept = keepLease(shelf, { environment, id, token, seconds, began, onLost: options.onLost });
    return {
      environment,
      id,
      token,
      check: kept.check,
      guard: byRight(kept.check),
      release: async () => {
        kept.end();
        await dropLease(shelf, environment, { id, token });
      },
    };
  }
}

/** Gives a token when the lease was free, had run out, or is this very one. */
async function take({ send, table, now }: Shelf, id: string, options: LeaseOptions & { seconds: number }) {
  const { environment, owner, from, seconds } = options;
  const at = now();
  let token: number | undefined;
  await conditionally(async () => {
    const { Attributes } = await send('UpdateItem', {
      TableName: table,
      Key: headKey(environment),
      UpdateExpression: 'SET #lease = :lease, #expiresAt = :expiresAt, #version = :one ADD #token :one',
      ConditionExpression: 'attribute_not_exists(#lease) OR #expiresAt <= :now OR #lease.#id = :id',
      ExpressionAttributeNames: {
        '#lease': 'lease',
        '#expiresAt': 'expiresAt',
        '#version': 'version',
        '#token': 'token',
        '#id': 'id',
      },
      ExpressionAttributeValues: {
        ':lease': { M: toAttributes({ id, owner, from, acquiredAt: new Date(at).toISOString() }) },
        ':expiresAt': { N: String(Math.round(at + seconds * 1000)) },
        ':now': { N: String(Math.round(at)) },
        ':id': { S: id },
        ':one': { N: '1' },
      },
      ReturnValues: 'ALL_NEW',
    });
    token = headFrom(Attributes, at).lease!.token;
  });
  return token;
}

/** Ends a lease if it is still the one that is meant. */
async function dropLease({ send, table }: Shelf, environment: string, { id, token }: { id: string; token: number }) {
  await conditionally(() =>
    send('UpdateItem', {
      TableName: table,
      Key: headKey(environment),
      UpdateExpression: 'REMOVE #lease, #expiresAt',
      ConditionExpression: '#lease.#id = :id AND #token = :token',
      ExpressionAttributeNames: { '#lease': 'lease', '#expiresAt': 'expiresAt', '#id': 'id', '#token': 'token' },
      ExpressionAttributeValues: { ':id': { S: id }, ':token': { N: String(token) } },
    }),
  );
}

async function waitFor(shelf: Shelf, environment: string, until: number): Promise<void> {
  const left = until - performance.now();
  const head: Head = await readHead(shelf, environment);
  if (!head.lease || head.lease.expired) return;
  if (left <= 0) throw locked(environment, head.lease, shelf.now());
  const expires = Date.parse(head.lease.expiresAt) - shelf.now();
  await sleep(Math.min(1000, left, Math.max(10, expires)));
}

/** The error that says who holds a lease. */
export function locked(environment: string, { owner, from, acquiredAt, expiresAt }: LeaseInfo, now: number) {
  const seconds = Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 1000));
  const place = from?.url ? ` (${from.url})` : '';
  return new MigrateError('LOCKED', `${environment} is locked by ${owner}${place} since ${acquiredAt}`, {
    hint: `Unless it is renewed it runs out in ${seconds} s; \`dynamodb-migrate unlock --force\` breaks it now.`,
  });
}
