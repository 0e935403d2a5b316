import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isItemOperation, tablesOf } from '../send/operations';
import type { Connect, Send, Target, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { AgentFor } from './sdk-client';
import type { SdkRequest } from './thin-path';

export interface TransportOptions {
  /** `thin`: operations on items go past the SDK's middleware. `sdk`: everything goes through the SDK client. @default 'thin' */
  path?: 'thin' | 'sdk';
  /** Picks what opens the connections to an address for the SDK client; what has one, and no proxy, goes through that. @default the usual */
  agentFor?: AgentFor;
  /** The address of the proxy through which an address is reached. @default none */
  proxyFor?: ProxyFor;
}

/** Names the proxy through which an address is reached, with the user and the password that it asks for. */
export type ProxyFor = (address: { protocol: string; hostname: string; port?: number }) => string | undefined;

const none = () => undefined;

/** The bottom of every door: one attempt of each operation, with the AWS SDK, which is loaded at the first one. */
export function createTransport(options: TransportOptions = {}): Connect {
  return (target) => {
    let send: Send | undefined;
    return (operation, input, asked) => {
      send ??= open(target, options);
      try {
        // Asked once more when the connection is open; one that cannot be opened is not tried again and again.
        asked?.permit?.();
      } catch (error) {
        return Promise.reject(error);
      }
      return send(operation, input, asked);
    };
  };
}

function open(target: Target, { path = 'thin', agentFor = none, proxyFor = none }: TransportOptions): Send {
  const { wireClient } = require('./sdk-client') as typeof import('./sdk-client');
  const { sdkPath } = require('./sdk-path') as typeof import('./sdk-path');
  const { thinPath } = require('./thin-path') as typeof import('./thin-path');
  let thin: Send | undefined;
  const endpoint = target.profile ? endpointOf(target.profile) : undefined;
  const onRequest = (request: SdkRequest) => {
    if (thin || target.agent) return;
    const proxy = proxyFor(request);
    if (proxy !== undefined || !agentFor(request)) thin = thinPath(client, target, { ...request, proxy });
  };
  const client = wireClient(target, onRequest, agentFor, endpoint);
  const full = sdkPath(client);
  const renew = renewal(client);
  const fail = async (error: unknown): Promise<never> => {
    if (error instanceof ServiceError && error.name.startsWith('ExpiredToken')) error.retryable = await renew();
    throw error;
  };
  return (operation, input, options) => {
    if (thin && path === 'thin' && isPlain(operation, input)) return thin(operation, input, options).catch(fail);
    // A profile that is not there is told before its credentials are missed.
    const sent = endpoint ? endpoint.then(() => full(operation, input, options)) : full(operation, input, options);
    return sent.catch(fail);
  };
}

function endpointOf(profile: string): Promise<string | undefined> {
  const { profileEndpoint } = require('./profile') as typeof import('./profile');
  const endpoint = profileEndpoint(profile, 'dynamodb');
  endpoint.catch(() => {});
  return endpoint;
}

// A table's ARN may lead to an endpoint of its account's own, which the SDK finds.
function isPlain(operation: string, input: Wire): boolean {
  return isItemOperation(operation) && !tablesOf(input).some((table) => table.startsWith('arn:'));
}

/** Asks for new credentials, and tells whether there are; once for all operations that fail at about the same time. */
function renewal(client: DynamoDBClient): () => Promise<boolean> {
  let last: Promise<boolean> | undefined;
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (!last || Date.now() - at > 5000) {
      at = Date.now();
      last = renewed(client);
    }
    return last;
  };
}

// The provider that the credentials came from may have new ones already; the same ones again would expire again.
async function renewed({ config }: DynamoDBClient): Promise<boolean> {
  try {
    const before = await config.credentials();
    const after = await (config.credentials as typeof config.credentials & Renewable)({ forceRefresh: true });
    return before.accessKeyId !== after.accessKeyId || before.sessionToken !== after.sessionToken;
  } catch {
    return false;
  }
}

type Renewable = (options: { forceRefresh: boolean }) => Promise<{ accessKeyId: string; sessionToken?: string }>;
