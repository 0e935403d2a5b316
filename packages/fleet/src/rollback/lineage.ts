import { type RunRecord, runs } from '@dynamodb-migrate/core';
import type { LedgerEvent } from '@dynamodb-migrate/ledger';
import type { StateFolder } from '@dynamodb-migrate/runner';
import type { DeployedRun } from '../run/deployed-run';

/** What a run comes from. */
export interface Lineage {
  /** The run that applied the script. */
  root: RunRecord;
  /** Rollbacks behind it: the run is the root itself, a rollback of it, a rollback of that, and so on. */
  depth: number;
}

/** Follows a rollback to the run that it is in the end a rollback of; undefined where one between them is not there. */
export async function lineageOf(run: DeployedRun, state: StateFolder): Promise<Lineage | undefined> {
  let root: RunRecord = run;
  for (let depth = 0; ; depth++) {
    if (root.rollbackOf === undefined) return { root, depth };
    const before = await runs.openRun(state.base, root.rollbackOf).catch(() => undefined);
    if (!before) return undefined;
    root = before;
  }
}

/** Whether a script was applied by a run when it was last, whatever has been rolled back of it since. */
export function wasAppliedLastBy(run: string, events: readonly LedgerEvent[]): boolean {
  const last = new Map<string, string>();
  let isOver = false;
  for (const { kind, run: started, tables, details } of events) {
    if (kind === 'rolled back') isOver = true;
    if (kind === 'adopted') last.clear();
    if (kind !== 'started' || started === undefined) continue;
    if (isOver && details?.undoes === undefined) last.clear();
    isOver = false;
    last.set(details?.table ?? tables?.[0], started);
  }
  return [...last.values()].includes(run);
}
