import { MigrateError } from '@dynamodb-migrate/core';
import type { Where, Who } from '../where';

/**
 * What happens to a script: started; then succeeded, failed or interrupted; rollback started; then rolled back or
 * rollback failed; partly rolled back, when some items alone were rolled back; adopted, when it was applied before there
 * was a ledger. Such events need a lease.
 * What happens to an environment: approved (a plan), unlocked (a lease was broken).
 */
export type EventKind =
  | 'started'
  | 'succeeded'
  | 'failed'
  | 'interrupted'
  | 'rollback started'
  | 'rolled back'
  | 'rollback failed'
  | 'partly rolled back'
  | 'adopted'
  | 'approved'
  | 'unlocked';

/** What is told to the ledger. */
export interface NewEvent {
  kind: EventKind;
  /** File name; of every kind but approved and unlocked. */
  script?: string;
  /** See `hashScript`. */
  sha256?: string;
  /** Id of the run. */
  run?: string;
  /** Names of the tables that the script runs over. */
  tables?: string[];
  by: Who;
  from?: Where;
  counts?: { [name: string]: number };
  seconds?: number;
  /** Why it failed; cut off after 4,000 characters. */
  error?: string;
  /** SHA-256 of the plan that is approved or followed. */
  plan?: string;
  /** Anything else of use to a reader, as JSON. */
  details?: { [name: string]: any };
}

/** An entry of the history: never changed, never removed. */
export interface LedgerEvent extends NewEvent {
  version: 1;
  /** Unique. */
  id: string;
  environment: string;
  /** 1 for the first event of the environment, and no number is left out. */
  sequence: number;
  /** ISO date. */
  at: string;
  /** Fencing token of the lease under which it was written. */
  token?: number;
}

const ofEnvironment: ReadonlySet<EventKind> = new Set(['approved', 'unlocked']);

/** Throws `BAD_EVENT` for an event that lacks its script, and `LEASE_NEEDED` for one that needs a lease. */
export function checkEvent({ kind, script }: NewEvent, hasLease: boolean): void {
  if (kind === 'unlocked') throw new MigrateError('BAD_EVENT', '"unlocked" is recorded by unlocking');
  if (ofEnvironment.has(kind)) return;
  if (!script) throw new MigrateError('BAD_EVENT', `"${kind}" must name a script`);
  if (!hasLease) throw new MigrateError('LEASE_NEEDED', `"${kind}" needs a lease`);
}
