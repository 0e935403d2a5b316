import { createHash } from 'node:crypto';
import { compareScriptNames } from '../scripts/script-name';
import type { EventKind, LedgerEvent } from './event';
import type { Head, LeaseInfo } from './head';

export type ScriptStateName =
  | 'running'
  | 'applied'
  | 'failed'
  | 'interrupted'
  | 'rolling back'
  | 'rolled back'
  | 'rollback failed';

/** Where a script stands in an environment. */
export interface ScriptState {
  script: string;
  /** `running` and `rolling back` only while the job that does it holds the lease. */
  state: ScriptStateName;
  /** Of the script that was started last. */
  sha256?: string;
  run?: string;
  tables?: string[];
  /** The event that made it so; counts, duration, who, when and where from are in it. */
  event: LedgerEvent;
  /** When it was applied last; absent where it is not applied. ISO date. */
  appliedAt?: string;
}

/** What the ledger says of an environment. */
export interface LedgerState {
  environment: string;
  /** Of the last event. */
  sequence: number;
  /** Changes whenever anything happens to a script; what a plan is bound to. */
  position: string;
  /** Every script that anything ever happened to, in order. */
  scripts: ScriptState[];
  /** Approvals of plans, oldest first. */
  approvals: LedgerEvent[];
  lease?: LeaseInfo;
}

const states: { [kind in EventKind]?: ScriptStateName } = {
  started: 'running',
  succeeded: 'applied',
  adopted: 'applied',
  failed: 'failed',
  interrupted: 'interrupted',
  'rollback started': 'rolling back',
  'rolled back': 'rolled back',
  'rollback failed': 'rollback failed',
};

const abandoned: { [state in ScriptStateName]?: ScriptStateName } = {
  running: 'interrupted',
  'rolling back': 'rollback failed',
};

/** The state that a history leads to. */
export function stateOf(environment: string, events: readonly LedgerEvent[], head: Head): LedgerState {
  const scripts = new Map<string, ScriptState>();
  for (const event of events) {
    const state = states[event.kind];
    if (!event.script || !state) continue;
    const before = scripts.get(event.script);
    scripts.set(event.script, {
      script: event.script,
      state,
      sha256: event.sha256 ?? before?.sha256,
      run: event.run ?? before?.run,
      tables: event.tables ?? before?.tables,
      event,
      ...(state === 'applied' && { appliedAt: event.at }),
    });
  }
  const sorted = [...scripts.values()].sort((a, b) => compareScriptNames(a.script, b.script));
  const live = head.lease && !head.lease.expired ? head.lease.token : undefined;
  return {
    environment,
    sequence: events.at(-1)?.sequence ?? 0,
    position: positionOf(environment, sorted),
    scripts: sorted.map((one) => {
      const left = one.event.token === live && live !== undefined ? undefined : abandoned[one.state];
      return left ? { ...one, state: left } : one;
    }),
    approvals: events.filter(({ kind }) => kind === 'approved'),
    lease: head.lease,
  };
}

function positionOf(environment: string, scripts: readonly ScriptState[]): string {
  const facts = scripts.map(({ script, state, sha256, event }) => [script, state, sha256 ?? null, event.id]);
  return createHash('sha256')
    .update(JSON.stringify([1, environment, facts]))
    .digest('hex');
}
