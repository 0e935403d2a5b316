import { keptRun } from '../run/kept-run';
import { type ScriptRun, scriptRuns } from '../run/script-runs';
import { notApplied, reasonOf, type Telling, type TellingOptions } from './telling';

/**
 * Of a run that applied a script, or that took the rollback of such a run back: the script is rolled back once all of its
 * runs are. Throws `NOT_APPLIED`.
 */
export async function tellRolledBack({ run, root, events, state, log }: TellingOptions): Promise<Telling> {
  const { script, environment } = run.deployment;
  const done = scriptRuns(events, script);
  if (!done.some((one) => one.run === root.id)) throw notApplied(run);
  const others = done.filter((one) => one.run !== root.id);
  return {
    begins: { kind: 'rollback started' },
    fails: 'rollback failed',
    async ends(rolledBack) {
      const reason = reasonOf(rolledBack) ?? (await whatIsHalf()) ?? (await whatStays());
      return reason === undefined ? { kind: 'rolled back' } : { kind: 'rollback failed', error: reason };
    },
  };

  /** Of a rollback that had not come to its end before it was taken back, and is its run's again. */
  async function whatIsHalf(): Promise<string | undefined> {
    const now = await keptRun(state, root.id);
    if (now === undefined || now.state === 'rolled back') return undefined;
    log.info(`${script} is not rolled back yet; go on with it: dynamodb-migrate rollback ${root.id} --live`);
    return `its run ${root.id} is still ${now.state}`;
  }

  async function whatStays(): Promise<string | undefined> {
    const stay: ScriptRun[] = [];
    for (const other of others) {
      const now = await keptRun(state, other.run);
      if (now?.state !== 'rolled back') stay.push(other);
    }
    if (stay.length === 0) return undefined;
    const tables = stay.map(({ table }) => table).join(', ');
    log.info(`${script} is rolled back over ${run.table} only, not over ${tables}; the rest:`);
    log.info(`  dynamodb-migrate rollback --last --live --env ${environment}, or its runs one by one`);
    return `rolled back over ${run.table} only, not over ${tables}`;
  }
}
