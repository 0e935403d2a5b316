import { type Connect, plainAddress, type Send, type SendOptions, type Target } from '@dynamodb-migrate/core';
import type { DynoConfig } from '../options';
import { hasDoubts } from '../values/key-doubts';
import type { DynoHooks } from '../values/writer';
import { connectionsOf } from './connections';
import { giveOwnKeys } from './own-keys';

/** What a client's requests share: where they go and how. */
export interface Service {
  readonly config: DynoConfig;
  readonly target: Target;
  readonly endpoint?: URL;
  readonly hooks: DynoHooks;
  readonly maxRetries: number;
  /** Parameters and answers hold wire values, binaries as buffers, as those of v2's low-level client. */
  readonly wire?: true;
  /** Opens the door at the first operation. */
  send(operation: string, input: object, options: SendOptions): ReturnType<Send>;
}

/** The service that a configuration describes; nothing is opened before the first operation. */
export function createService(connect: Connect, config: DynoConfig, hooks: DynoHooks): Service {
  const target = targetOf(config);
  const url = target.endpoint ?? `https://dynamodb.${target.region}.amazonaws.com`;
  let send: Send | undefined;
  return {
    config,
    target,
    ...(URL.canParse(url) && { endpoint: new URL(url) }),
    hooks,
    maxRetries: config.maxRetries ?? 10,
    async send(operation, input, options) {
      send ??= connect(target);
      if (hasDoubts()) await giveOwnKeys(send, operation, input);
      return send(operation, input, options);
    },
  };
}

function targetOf({ region, endpoint, accessKeyId, secretAccessKey, sessionToken, httpOptions }: DynoConfig): Target {
  return {
    region,
    ...(endpoint && { endpoint: address(endpoint) }),
    ...(accessKeyId &&
      secretAccessKey && { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }),
    idleTimeout: httpOptions?.timeout ?? 5000,
    ...connectionsOf(httpOptions ?? {}, 'a dyno client'),
  };
}

function address(endpoint: string | { href: string }): string {
  const text = typeof endpoint === 'string' ? endpoint : endpoint.href;
  return plainAddress(text.includes('://') ? text : `https://${text}`);
}
