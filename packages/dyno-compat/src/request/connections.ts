import { Agent } from 'node:http';
import { MigrateError, type Target } from '@dynamodb-migrate/core';

/** `httpOptions` of the SDK v2, as far as they say how connections are opened. */
export interface HttpOptions {
  agent?: unknown;
  proxy?: unknown;
}

/** How `httpOptions` of `whose` have connections opened. Throws `BAD_AGENT`. */
export function connectionsOf({ agent, proxy }: HttpOptions, whose: string): Pick<Target, 'agent' | 'proxy'> {
  if (agent && !(agent instanceof Agent)) {
    throw new MigrateError('BAD_AGENT', `httpOptions.agent of ${whose} is no agent of node:http or node:https`);
  }
  return { ...(agent instanceof Agent && { agent }), ...(proxy !== undefined && { proxy: String(proxy) }) };
}
