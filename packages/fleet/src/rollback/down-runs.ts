import type { LedgerEvent } from '@dynamodb-migrate/ledger';

/** A run of a script's `down` over one of its tables. */
export interface DownRun {
  run: string;
  /** Of the script as it was then. */
  sha256: string;
}

/** What the ledger is told when a run of a `down` is about to read its first record. */
export function downBegun(table: string, { run, sha256 }: DownRun) {
  return { runs: [run], down: true, table, sha256 };
}

/** The runs by which the `down` of a script is rolling it back, by table: those since it was applied. */
export function downRuns(events: readonly LedgerEvent[], script: string): Map<string, DownRun> {
  const runs = new Map<string, DownRun>();
  for (const { kind, details, script: of } of events) {
    if (of !== script) continue;
    if (kind === 'started' || kind === 'rolled back') runs.clear();
    if (kind !== 'rollback started' || !details?.down) continue;
    runs.set(details.table, { run: details.runs[0], sha256: details.sha256 });
  }
  return runs;
}
