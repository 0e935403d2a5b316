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
  type Target,
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
  /** Adds what goes without saying for every client. */
  resolve(target: Target): Target;
  /** Infinite until they are limited. */
  budgets: { reads: Bucket; writes: Bucket };
  adaptive: Adaptive;
  /** Narrows the budgets; what is narrower already stays. */
  limitTo(throughput: { reads: number; writes: number }): void;
}

export function openDoors(options: DoorOptions): Doors {
  const { endpoint, profile, transport, maxRcu, maxWcu, onImpatience } = options;
  const max = retries();
  const budgets = { reads: createBucket(maxRcu ?? Infinity), writes: createBucket(maxWcu ?? Infinity) };
  const adaptive = adapt();
  const connect = compose(
    createTransport({ path: transport }),
    limit(budgets),
    patience(onImpatience, max),
    retry({ max }),
    adaptive.layer,
  );
  const resolve = (target: Target): Target => ({
    ...target,
    endpoint: target.endpoint ?? endpoint,
    profile: target.credentials ? undefined : (target.profile ?? profile),
  });
  return {
    budgets,
    adaptive,
    resolve,
    connect: (target) => connect(resolve(target)),
    limitTo({ reads, writes }) {
      budgets.reads.rate = Math.min(budgets.reads.rate, reads);
      budgets.writes.rate = Math.min(budgets.writes.rate, writes);
    },
  };
}

/** Retries of an operation: 10, or one less than AWS_MAX_ATTEMPTS. */
export function retries(attempts = process.env.AWS_MAX_ATTEMPTS): number {
  const number = Number(attempts);
  return Number.isInteger(number) && number >= 1 ? number - 1 : 10;
}
