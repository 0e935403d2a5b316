import type { LedgerEvent } from '@dynamodb-migrate/ledger';

/** A run of a script over one of its tables, as far as the ledger knows. */
export interface ScriptRun {
  table: string;
  run: string;
  /** Of the script that was begun. */
  sha256?: string;
  /** Of the plan that it followed. */
  plan?: string;
}

/**
 * The runs that have made of a script what it is now: those since it was last rolled back, the last one for each table, in
 * the order in which they began.
 */
export function scriptRuns(events: readonly LedgerEvent[], script: string): ScriptRun[] {
  const runs = new Map<string, ScriptRun>();
  for (const event of events) {
    if (event.script !== script) continue;
    if (event.kind === 'rolled back') runs.clear();
    if (event.kind !== 'started' || event.run === undefined) continue;
    const table: string = event.details?.table ?? event.tables?.[0];
    const { run, sha256, plan } = event;
    // One that is gone on with keeps its place.
    runs.set(table, {
      ...runs.get(table),
      table,
      run,
      sha256,
      plan: runs.get(table)?.run === run ? runs.get(table)?.plan : plan,
    });
  }
  return [...runs.values()];
}
