import { type RunRecord, runs } from '@dynamodb-migrate/core';
import { scriptRuns } from '../run/script-runs';
import { notApplied, reasonOf, type Telling, type TellingOptions } from './telling';

const ends = { succeeded: 'succeeded', failed: 'failed', interrupted: 'interrupted' } as const;

/**
 * Of the rollback of a run that applied a script: with it rolled back, the script stands where the run had left it. Only
 * the last rollback can be. Throws `NOT_APPLIED`.
 */
export async function tellReapplied({ run, events, state }: TellingOptions): Promise<Telling> {
  const first = run.rollbackOf!;
  const last = events.at(-1);
  const started = events.findLast((event) => event.kind === 'started' && event.run === first);
  const isLast = /^(rolled back|rollback failed)$/.test(last?.kind ?? '') && last?.details?.runs?.includes(run.id);
  if (!isLast || !started) throw notApplied(run);
  const { sha256, tables = [], plan, details } = started;
  const about = { run: first, sha256, tables, plan };
  const begins = { kind: 'started', ...about, details: { ...details, undoes: run.id } } as const;
  return {
    begins,
    fails: 'failed',
    async ends(rolledBack) {
      await state.pullRun(first);
      const now = await runs.openRun(state.base, first).catch((): undefined => undefined);
      const kind = ends[now?.state as keyof typeof ends] ?? 'failed';
      const reason = reasonOf(rolledBack) ?? whatLacks(kind, now);
      if (reason === undefined) return { kind, ...about };
      return { kind: kind === 'succeeded' ? 'failed' : kind, ...about, error: reason };
    },
  };

  function whatLacks(kind: string, now: RunRecord | undefined): string | undefined {
    if (kind !== 'succeeded') return now?.error ?? `its run ${first} had not come to its end`;
    const { script } = run.deployment;
    const there = scriptRuns([...events, { ...started!, ...begins }], script).map(({ table }) => table);
    const lacking = tables.filter((table) => !there.includes(table));
    return lacking.length > 0 ? `it is not applied to ${lacking.join(', ')}` : undefined;
  }
}
