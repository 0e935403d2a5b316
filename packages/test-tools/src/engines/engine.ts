import type { Send, Target } from '@dynamodb-migrate/core';

/** A DynamoDB to test against, and the plainest door to it: one HTTP request per call, no SDK, no retries. */
export interface Engine {
  readonly name: 'dynalite' | 'DynamoDB Local';
  readonly endpoint: string;
  readonly target: Target;
  readonly send: Send;
  /** Whether the engine takes empty strings and binaries outside of keys. */
  readonly emptyStrings: boolean;
  readonly transactions: boolean;
  stop(): Promise<void>;
}

export const fakeCredentials = { accessKeyId: 'fake', secretAccessKey: 'fake' };

export function targetOf(endpoint: string): Target {
  return { region: 'us-east-1', endpoint, credentials: fakeCredentials };
}
