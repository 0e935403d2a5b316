import { MigrateError, type RunRecord } from '@dynamodb-migrate/core';
import type { EventKind, LedgerEvent, NewEvent } from '@dynamodb-migrate/ledger';
import type { Log, RolledBack, StateFolder } from '@dynamodb-migrate/runner';
import type { DeployedRun } from '../run/deployed-run';
import { leftBehind } from './left-behind';

/** An event but for the script, and who did it from where. */
export type Told = Omit<NewEvent, 'by' | 'from' | 'script'>;

/** What the ledger is told of a rollback. */
export interface Telling {
  begins: Told;
  /** What it came to, once it is over. */
  ends(rolledBack: RolledBack): Promise<Told>;
  /** What it came to when it broke off. */
  fails: EventKind;
}

export interface TellingOptions {
  run: DeployedRun;
  /** The run that applied the script: that one, or what it is in the end a rollback of. */
  root: RunRecord;
  /** The history of its script. */
  events: readonly LedgerEvent[];
  /** Where the runs are kept. */
  state: StateFolder;
  log: Log;
}

/** Why a rollback did not do all that it was to do; undefined when it did. */
export function reasonOf({ counts, lost, error, stoppedBy }: RolledBack): string | undefined {
  if (error !== undefined) return (error as Error).message;
  if (stoppedBy !== undefined) return `stopped by ${stoppedBy}`;
  return leftBehind(counts, lost);
}

/** The error for a run that has no part in what its script is now. */
export function notApplied({ id, deployment: { environment, script } }: DeployedRun): MigrateError {
  return new MigrateError(
    'NOT_APPLIED',
    `nothing was written: by the ledger, run ${id} has no part in what ${script} is in ${environment} now`,
    {
      hint: `See \`dynamodb-migrate history --env ${environment}\`; \`rollback --last\` rolls back what was applied last.`,
    },
  );
}
