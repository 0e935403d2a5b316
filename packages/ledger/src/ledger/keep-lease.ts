import { MigrateError, ServiceError } from '@dynamodb-migrate/core';
import { headKey, type Shelf } from './head';

export interface KeepOptions {
  environment: string;
  id: string;
  token: number;
  seconds: number;
  /** When the request that got it was sent. */
  began: Moment;
  onLost?: (error: MigrateError) => void;
}

/** A moment on two clocks: one that never jumps but may stand still while the machine sleeps, and one that does not. */
interface Moment {
  monotonic: number;
  wall: number;
}

/** Renews a lease until it is ended or lost. Does not keep the process alive. */
export function keepLease(shelf: Shelf, { environment, id, token, seconds, began, onLost }: KeepOptions) {
  const length = seconds * 1000;
  // Whoever waits for it may have a clock that is a little ahead.
  const margin = Math.min(2000, length / 5);
  let renewed = began;
  let lost: MigrateError | undefined;
  let ended = false;
  let timer: NodeJS.Timeout;

  const left = () => length - margin - elapsed(renewed);
  const lose = (reason: string, cause?: unknown) => {
    if (lost || ended) return;
    clearTimeout(timer);
    lost = new MigrateError('LEASE_LOST', `the lease on ${environment} was lost: ${reason}`, { cause });
    onLost?.(lost);
  };
  const schedule = (milliseconds: number) => {
    timer = setTimeout(tick, Math.max(0, Math.min(milliseconds, left())));
    timer.unref();
  };
  const tick = async () => {
    if (left() <= 0) return lose('it could not be renewed in time');
    const sent = { monotonic: performance.now(), wall: Date.now() };
    try {
      await renew(shelf, { environment, id, token, length, patience: Math.min(length / 3, left()) });
      renewed = sent;
      if (!ended) schedule(length / 3);
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return lose('somebody else broke it', error);
      if (!ended) schedule(length / 12);
    }
  };
  schedule(length / 3);

  return {
    check() {
      if (left() <= 0) lose('it could not be renewed in time');
      if (ended) throw new MigrateError('LEASE_LOST', `the lease on ${environment} was given back`);
      if (lost) throw lost;
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}

function elapsed({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}

interface Renewal {
  environment: string;
  id: string;
  token: number;
  length: number;
  patience: number;
}

async function renew({ send, table, now }: Shelf, { environment, id, token, length, patience }: Renewal) {
  const signal = AbortSignal.timeout(Math.ceil(patience));
  const request = send(
    'UpdateItem',
    {
      TableName: table,
      Key: headKey(environment),
      UpdateExpression: 'SET #expiresAt = :expiresAt',
      ConditionExpression: '#lease.#id = :id AND #token = :token',
      ExpressionAttributeNames: { '#lease': 'lease', '#expiresAt': 'expiresAt', '#id': 'id', '#token': 'token' },
      ExpressionAttributeValues: {
        ':expiresAt': { N: String(Math.round(now() + length)) },
        ':id': { S: id },
        ':token': { N: String(token) },
      },
    },
    { signal },
  );
  // A door that knows no signal must not hold this up.
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new ServiceError('AbortError', 'no answer in time')));
  });
  await Promise.race([request, late]);
}
