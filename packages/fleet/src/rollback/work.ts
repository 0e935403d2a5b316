import type { Connect, RollbackDetail } from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/ledger';
import type { StateFolder } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import type { ScriptRun } from '../run/script-runs';
import type { DownRun } from './down-runs';
import type { Down, DownEnded } from './run-down';

export interface RollBackScript {
  fleet: FleetData;
  /** File name. */
  file: string;
  /** Absent where the file is gone. */
  script?: Script;
  runs: readonly ScriptRun[];
  /** What its `down` has begun already, by table. */
  downs: ReadonlyMap<string, DownRun>;
  /** Where the runs are kept. */
  state: StateFolder;
  live: boolean;
  force: boolean;
  /** Ways to the tables, within the lease. */
  connect: Connect;
  /** Runs the script's `down` over one of its tables, or shows what that does. */
  runDown(down: Down): Promise<DownEnded>;
  /** A live one is about to write; with `details` of the run that is, where it is one of the `down`. */
  onBegin?(details?: { [name: string]: unknown }): Promise<void>;
  onDetail?: (detail: RollbackDetail) => void;
  signal?: AbortSignal | undefined;
}

/** Items by what became of them, and the runs that rolled them back. */
export interface TakenBack {
  counts: { [result in RollbackDetail['result']]: number };
  runs: string[];
  /** Whether the script's own `down` does it. */
  down: boolean;
  /** Whether the `down`, when only looked at, may have written past the preview. */
  goesPast?: boolean;
  error?: string;
  /** What can be done about the error. */
  hint?: string;
}

/** What a script is rolled back within: a way to say that it begins, once for all its journals. */
export interface Work extends RollBackScript {
  taken: TakenBack;
  begin(): Promise<void>;
  beginDown(table: string, down: DownRun): Promise<void>;
}
