import { runs } from '@dynamodb-migrate/core';
import { type ScriptRun, scriptRuns } from '../run/script-runs';
import { notApplied, reasonOf, type Telling, type TellingOptions } from './telling';

/** Of a run that applied a script: it is rolled back once all of its runs are. Throws `NOT_APPLIED`. */
export async function tellRolledBack({ run, events, state, log }: TellingOptions): Promise<Telling> {
  const { script, environment } = run.deployment;
  const done = scriptRuns(events, script);
  if (!done.some((one) => one.run === run.id)) throw notApplied(run);
  const others = done.filter((one) => one.run !== run.id);
  return {
    begins: { kind: 'rollback started' },
    fails: 'rollback failed',
    async ends(rolledBack) {
      const reason = reasonOf(rolledBack) ?? (await whatStays());
      return reason === undefined ? { kind: 'rolled back' } : { kind: 'rollback failed', error: reason };
    },
  };

  async function whatStays(): Promise<string | undefined> {
    const stay: ScriptRun[] = [];
    for (const other of others) {
      await state.pullRun(other.run);
      const now = await runs.openRun(state.base, other.run).catch(() => undefined);
      if (now?.state !== 'rolled back') stay.push(other);
    }
    if (stay.length === 0) return undefined;
    const tables = stay.map(({ table }) => table).join(', ');
    log.info(`${script} is rolled back over ${run.table} only, not over ${tables}; the rest:`);
    log.info(`  dynamodb-migrate rollback --last --live --env ${environment}, or its runs one by one`);
    return `rolled back over ${run.table} only, not over ${tables}`;
  }
}
