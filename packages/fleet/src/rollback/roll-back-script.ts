import type { MigrateError } from '@dynamodb-migrate/core';
import { rollBackByDown } from './by-down';
import { rollBackByJournals } from './by-journals';
import { type DownRun, downBegun } from './down-runs';
import type { RollBackScript, TakenBack } from './work';

/**
 * Rolls back what a script did: by its `down` where it has one, else by the journals of its runs, the last run first. Throws
 * what keeps it from beginning; what comes later is the `error`.
 */
export async function rollBackScript(options: RollBackScript): Promise<TakenBack> {
  const { script, live, onBegin, downs } = options;
  const taken = nothingTaken(script?.metadata?.down !== undefined || downs.size > 0);
  let begun = false;
  const begin = async () => {
    if (!begun) await onBegin?.();
    begun = true;
  };
  const beginDown = async (table: string, down: DownRun) => {
    await onBegin?.(downBegun(table, down));
    begun = true;
  };
  const work = { ...options, taken, begin, beginDown };
  try {
    await (taken.down ? rollBackByDown(work) : rollBackByJournals(work));
    if (live) await begin();
  } catch (error) {
    if (!begun) throw error;
    const { message, hint } = error as MigrateError;
    Object.assign(taken, { error: message, ...(hint !== undefined && { hint }) });
  }
  return taken;
}

export function nothingTaken(down: boolean): TakenBack {
  return { counts: { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 }, runs: [], down };
}
