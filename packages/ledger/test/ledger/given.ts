import type { Send } from '@dynamodb-migrate/core';
import { type Engine, uniqueName } from '@dynamodb-migrate/test-tools';
import { createLedger, type Ledger, type NewEvent } from '../../src';

export const by = { user: 'ada', host: 'build-7' };

/** A ledger of its own on an engine. */
export async function newLedger(engine: Engine): Promise<Ledger> {
  const ledger = createLedger({ send: engine.send, table: uniqueName('ledger') });
  await ledger.init();
  return ledger;
}

/** Another process's view of the same ledger, through a door of its own. */
export function sameLedger({ table }: Ledger, send: Send): Ledger {
  return createLedger({ send, table });
}

export function event(kind: NewEvent['kind'], script?: string, rest: Partial<NewEvent> = {}): NewEvent {
  return { kind, ...(script && { script, sha256: `${script}-hash`, run: `${script}-run` }), by, ...rest };
}
