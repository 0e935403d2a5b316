import { readOnly } from '@dynamodb-migrate/core';
import type { Session } from './session';

/** The script is handed no client, and clients of its own can only read. */
export function drySession(): Session {
  return { client: false, layers: [readOnly()] };
}
