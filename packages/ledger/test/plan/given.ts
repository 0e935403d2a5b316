import type { LedgerEvent, Plan, PlannedScript } from '../../src';
import { positionBefore } from '../../src';

const counts = { records: 10, added: 1, changed: 4, removed: 0, unchanged: 5, failed: 0, writes: 10 };

export function planned(script: string, rest: Partial<PlannedScript> = {}): PlannedScript {
  return {
    ...{ script, sha256: `${script}-hash`, tables: ['experiments-staging'], errors: [], counts },
    changes: [{ table: 'experiments-staging', added: 1, changed: 4, removed: 0, unchanged: 5 }],
    estimate: { writeUnits: 10, readUnits: 2.5, seconds: 0.05 },
    samples: [
      {
        table: 'experiments-staging',
        key: { id: { S: 'a' } },
        kind: 'changed',
        attributes: [{ path: 'n', kind: 'changed', before: { N: '1' }, after: { N: '2' } }],
      },
    ],
    refusals: [],
    notes: [],
    ...rest,
  };
}

/** A plan for an environment that nothing has happened to. */
export function plan(rest: Partial<Plan> = {}): Plan {
  const made: Plan = {
    version: 1,
    environment: 'staging',
    ledger: { table: 'ledger', position: '' },
    tables: [
      {
        name: 'experiments-staging',
        region: 'eu-west-1',
        identity: { id: 'one' },
        keys: [{ name: 'id', type: 'S' }],
      },
    ],
    scripts: [planned('1.js'), planned('2.js')],
    waiting: [],
    problems: [],
    warnings: [],
    ...rest,
  };
  if (made.ledger.position === '') made.ledger.position = positionBefore(made, []);
  return made;
}

let sequence = 0;

export function ledgerEvent(kind: LedgerEvent['kind'], rest: Partial<LedgerEvent> = {}): LedgerEvent {
  sequence++;
  const by = { user: 'ada', host: 'build-7' };
  return {
    ...{ version: 1, id: `event-${sequence}`, environment: 'staging', sequence, at: '2026-11-23T18:04:11.250Z' },
    ...{ kind, by, ...rest },
  };
}
