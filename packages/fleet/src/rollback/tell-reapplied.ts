import type { RunRecord } from '@dynamodb-migrate/core';
import { keptRun } from '../run/kept-run';
import { scriptRuns } from '../run/script-runs';
import { wasAppliedLastBy } from './lineage';
import { notApplied, reasonOf, type Telling, type TellingOptions } from './telling';

const ends = { succeeded: 'succeeded', failed: 'failed', interrupted: 'interrupted' } as const;

/**
 * Of the rollback of a run that rolled back what applied a script, be it whole or half: with it rolled back, the script
 * stands where that run had left it. Throws `NOT_APPLIED`.
 */
export async function tellReapplied({ run, root, events, state }: TellingOptions): Promise<Telling> {
  const started = events.findLast((event) => event.kind === 'started' && event.run === root.id);
  const last = events.findLast(({ kind }) => kind !== 'partly rolled back');
  const isApplied = last?.kind === 'succeeded' || last?.kind === 'adopted';
  if (isApplied || !started || !wasAppliedLastBy(root.id, events)) throw notApplied(run);
  const { sha256, tables = [], plan, details } = started;
  const about = { run: root.id, sha256, tables, plan };
  const begins = { kind: 'started', ...about, details: { ...details, undoes: run.id } } as const;
  return {
    begins,
    fails: 'failed',
    async ends(rolledBack) {
      const now = await keptRun(state, root.id);
      const kind = ends[now?.state as keyof typeof ends] ?? 'failed';
      const reason = reasonOf(rolledBack) ?? (await whatLacks(kind, now));
      if (reason === undefined) return { kind, ...about };
      return { kind: kind === 'succeeded' ? 'failed' : kind, ...about, error: reason };
    },
  };

  async function whatLacks(kind: string, now: RunRecord | undefined): Promise<string | undefined> {
    if (now?.state === 'rolling back') return `its run ${root.id} is still ${now.state}`;
    if (kind !== 'succeeded') return now?.error ?? `its run ${root.id} had not come to its end`;
    const there = new Set<string>();
    for (const { table, run: one } of scriptRuns([...events, { ...started!, ...begins }], run.deployment.script)) {
      if ((await keptRun(state, one))?.state === 'succeeded') there.add(table);
    }
    const lacking = tables.filter((table) => !there.has(table));
    return lacking.length > 0 ? `it is not applied to ${lacking.join(', ')}` : undefined;
  }
}
