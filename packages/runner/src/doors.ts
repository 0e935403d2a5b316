import {
  type Adaptive,
  adapt,
  type Bucket,
  type Connect,
  createBucket,
  createTransport,
  fromClient,
  limit,
  plainAddress,
  retry,
  type Target,
} from '@dynamodb-migrate/core';
import { firstContact } from './first-contact';
import { throughLayers } from './layers';
import { type Patience, patience } from './patience';
import { environmentProxy, proxyAgent, proxyFor } from './proxy';
import type { BudgetOptions } from './run/options/budget';
import type { ConnectionOptions } from './run/options/connection';

export interface DoorOptions extends ConnectionOptions, Omit<BudgetOptions, 'capacity'> {
  /** Where `client` leads; other targets go their own way. */
  home?: Target;
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
  const { endpoint, profile, maxRcu, maxWcu, onImpatience } = options;
  const max = retries();
  const budgets = { reads: createBucket(maxRcu ?? Infinity), writes: createBucket(maxWcu ?? Infinity) };
  const adaptive = adapt();
  const connect = throughLayers(transport(options), {
    budget: limit(budgets),
    firstContact: firstContact(),
    patience: patience(onImpatience, max),
    retry: retry({ max }),
    adaption: adaptive.layer,
  });
  const resolve = (given: Target): Target => {
    const { proxy, ...target } = given;
    const asked = target.endpoint ?? endpoint;
    const address = asked && plainAddress(asked);
    return {
      ...target,
      endpoint: address,
      profile: target.credentials ? undefined : (target.profile ?? profile),
      ...(proxy && !target.agent && { agent: proxyAgent(proxy, address?.startsWith('http:') ? 'http:' : 'https:') }),
    };
  };
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

function transport({ client, home, transport: path }: DoorOptions): Connect {
  const others = createTransport({ path, agentFor: environmentProxy, proxyFor });
  if (!client) return others;
  const own = fromClient(client);
  const isHome = ({ region, endpoint, credentials }: Target) =>
    region === home?.region &&
    (endpoint === undefined || endpoint === home.endpoint) &&
    (credentials === undefined || credentials.accessKeyId === home.credentials?.accessKeyId);
  return (target) => (isHome(target) ? own : others(target));
}

/** Retries of an operation: 10, or one less than AWS_MAX_ATTEMPTS. */
export function retries(attempts = process.env.AWS_MAX_ATTEMPTS): number {
  const number = Number(attempts);
  return Number.isInteger(number) && number >= 1 ? number - 1 : 10;
}
