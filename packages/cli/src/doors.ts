import {
  type Adaptive,
  adapt,
  type Bucket,
  type Connect,
  compose,
  createBucket,
  createTransport,
  limit,
  retry,
} from '@dynamodb-migrate/core';
import { type Patience, patience } from './patience';

export interface DoorOptions {
  /** For every client that names no endpoint of its own. */
  endpoint?: string;
  /** For every client that brings no credentials of its own. */
  profile?: string;
  transport?: 'thin' | 'sdk';
  /** Units a second; unlimited when absent. */
  maxRcu?: number;
  maxWcu?: number;
  /** Told when an operation has been failing for a while. */
  onImpatience: Patience;
}

/** The ways to DynamoDB that a run and its script share. */
export interface Doors {
  /** Retries, keeps to the budgets and gives way to throttling. */
  connect: Connect;
  /** Infinite until they are limited. */
  budgets: { reads: Bucket; writes: Bucket };
  adaptive: Adaptive;
}

export function openDoors(options: DoorOptions): Doors {
  const { endpoint, profile, transport, maxRcu, maxWcu, onImpatience } = options;
  const max = retries(process.env.AWS_MAX_ATTEMPTS);
  const budgets = { reads: createBucket(maxRcu ?? Infinity), writes: createBucket(maxWcu ?? Infinity) };
  const adaptive = adapt();
  const connect = compose(
    createTransport({ path: transport }),
    limit(budgets),
    patience(onImpatience, max),
    retry({ max }),
    adaptive.layer,
  );
  return {
    budgets,
    adaptive,
    connect: (target) =>
      connect({
        ...target,
        endpoint: target.endpoint ?? endpoint,
        profile: target.credentials ? undefined : (target.profile ?? profile),
      }),
  };
}

function retries(attempts: string | undefined): number {
  const number = Number(attempts);
  return Number.isInteger(number) && number >= 1 ? number - 1 : 10;
}
