import { type Layer, MigrateError, type Send, ServiceError } from '@dynamodb-migrate/core';
import { append } from './append';
import { serviceClock } from './clock';
import { checkEvent, type LedgerEvent, type NewEvent } from './event';
import { readHistory } from './history';
import { initText } from './init-text';
import { acquireLease, type Lease, type LeaseOptions } from './lease';
import { type LedgerState, stateOf } from './state';
import { createLedgerTable } from './table';
import { type Unlocked, type UnlockOptions, unlock } from './unlock';

/** The record of what was done to each environment. Everything but `init` throws `NO_LEDGER` where there is no table. */
export interface Ledger {
  table: string;
  /** See `createLedgerTable`. */
  init(): Promise<{ created: boolean }>;
  /** Infrastructure code that does what `init` does. */
  initText(kind: 'cloudformation' | 'terraform'): string;
  /**
   * Adds to an environment's history. Throws `LEASE_LOST` when the lease is no longer held, `LEASE_NEEDED` when there is
   * none for an event of a script, `BAD_EVENT`.
   */
  record(environment: string, event: NewEvent, lease?: Lease): Promise<LedgerEvent>;
  state(environment: string): Promise<LedgerState>;
  /** Oldest first. */
  history(environment: string, script?: string): Promise<LedgerEvent[]>;
  acquireLease(options: LeaseOptions): Promise<Lease>;
  unlock(options: UnlockOptions): Promise<Unlocked>;
}

export interface LedgerOptions {
  /** A door to where the table is; it must retry. */
  send: Send;
  table: string;
}

export function createLedger({ send: door, table }: LedgerOptions): Ledger {
  const clock = serviceClock();
  const target = { region: '' };
  const send = explained(table)(clock.layer(door, target), target);
  const shelf = { send, table, now: clock.now };
  return {
    table,
    init: () => createLedgerTable(door, table),
    initText: (kind) => initText(kind, table),
    async record(environment, event, lease) {
      checkEvent(event, lease !== undefined);
      if (lease && lease.environment !== environment) {
        throw new MigrateError('LEASE_NEEDED', `the lease is on ${lease.environment}, not on ${environment}`);
      }
      lease?.check();
      return append(shelf, environment, event, { lease });
    },
    async state(environment) {
      const { head, events } = await readHistory(shelf, environment);
      return stateOf(environment, events, head);
    },
    async history(environment, script) {
      const { events } = await readHistory(shelf, environment);
      return script === undefined ? events : events.filter((event) => event.script === script);
    },
    acquireLease: (options) => acquireLease(shelf, options),
    unlock: (options) => unlock(shelf, options),
  };
}

function explained(table: string): Layer {
  return (next) => async (operation, input, options) => {
    try {
      return await next(operation, input, options);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.name !== 'ResourceNotFoundException') throw error;
      throw new MigrateError('NO_LEDGER', `there is no ledger: the table ${table} is not there`, {
        cause: error,
        hint: 'Make it with `dynamodb-migrate init`, or with the text of `dynamodb-migrate init --print`.',
      });
    }
  };
}
