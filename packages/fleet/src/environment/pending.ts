import { MigrateError } from '@dynamodb-migrate/core';
import { type LedgerState, type Script, type Status, statusOf } from '@dynamodb-migrate/ledger';
import type { FleetData } from './open';

/** What is still to be done in an environment. */
export interface Pending {
  status: Status;
  /** Scripts to be applied, in order; those that were stopped half way among them. */
  scripts: Script[];
  /** Scripts that cannot be applied until somebody says what table they run over. */
  waiting: { script: string; line?: string }[];
}

const unapplied: ReadonlySet<string> = new Set(['pending', 'failed', 'interrupted', 'running']);

/** Tells what is to be done. Throws `CANNOT_START` for scripts that cannot be loaded or whose rollback is not finished. */
export function pendingOf({ scripts, undated }: FleetData, state: LedgerState): Pending {
  const status = statusOf({ scripts, undated }, state);
  const open = status.scripts.filter(({ standing }) => unapplied.has(standing));
  const broken = open.find(({ error }) => error !== undefined);
  if (broken) throw new MigrateError('CANNOT_START', `${broken.script} cannot be loaded: ${broken.error}`);
  const halfBack = status.scripts.find(({ standing }) => /^rollback failed$|^rolling back$/.test(standing));
  if (halfBack) {
    throw new MigrateError('CANNOT_START', `the rollback of ${halfBack.script} did not come to its end`, {
      hint: 'Roll it back first: dynamodb-migrate rollback --last --live.',
    });
  }
  const named = new Set(open.filter(({ noTable }) => !noTable).map(({ script }) => script));
  return {
    status,
    scripts: scripts.filter(({ file }) => named.has(file)),
    waiting: open
      .filter(({ noTable }) => noTable)
      .map(({ script, tableLine }) => ({ script, ...(tableLine !== undefined && { line: tableLine }) })),
  };
}
