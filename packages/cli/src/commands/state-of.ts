import type { ConfigPlace } from '@dynamodb-migrate/fleet';

/** Where runs are kept: where the flag says, else where the configuration does, which is read only then. */
export async function stateOf({ state, ...place }: { state?: string } & ConfigPlace): Promise<string> {
  if (state !== undefined) return state;
  const { configuredState } = require('@dynamodb-migrate/fleet') as typeof import('@dynamodb-migrate/fleet');
  return configuredState(place);
}
