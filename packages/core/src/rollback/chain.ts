import type { RunLock, TakeRun } from '../runs/lock/lock';
import type { FoundRun, RunRecord } from '../runs/run';
import type { RunState } from '../runs/run-state';
import { openRun, updateRun } from '../runs/runs';

/**
 * A run that is rolled back and, where it is a rollback itself, the run that this rolled back, and so on: what is done to the
 * first says something of each. All of them are held.
 */
export interface Chain {
  locks: RunLock[];
  /** The run that is rolled back first. */
  found(): Promise<FoundRun[]>;
  /** Something of the first is about to be rolled back by another run. */
  begin(by: string): Promise<void>;
  /** The first run, and all behind it, came to an end that is not whole. */
  end(state: RunState): Promise<void>;
  /** All of the first run has been rolled back, by another: what that was a rollback of is as it found it. */
  rolledBack(): Promise<void>;
  /** Nothing has been rolled back after all. */
  restore(found: readonly FoundRun[]): Promise<void>;
  release(): Promise<void>;
}

/** Takes a run and all that it says something of. Throws `RUN_IS_RUNNING`, and holds none then. */
export async function takeChain(base: string, id: string, take: TakeRun): Promise<Chain> {
  const ids = await idsOf(base, id);
  const locks: RunLock[] = [];
  const release = async () => {
    for (const lock of locks) await lock.release();
  };
  try {
    // The oldest first, as everybody does.
    for (const one of ids.toReversed()) locks.unshift(await take(one, 'being rolled back'));
  } catch (error) {
    await release();
    throw error;
  }
  const lockOf = (one: string) => locks.find((lock) => lock.id === one);
  const restore = async (found: readonly FoundRun[]) => {
    for (const { id, state, rolledBackBy } of found) {
      const lock = lockOf(id);
      if (lock) await updateRun(lock, { state, rolledBackBy });
    }
  };
  return {
    locks,
    release,
    restore,
    async found() {
      const all = await Promise.all(ids.map((one) => openRun(base, one)));
      return all.map(({ id, state, rolledBackBy }) => ({ id, state, ...(rolledBackBy && { rolledBackBy }) }));
    },
    async begin(by) {
      for (const [i, lock] of locks.entries()) {
        await updateRun(lock, { state: 'rolling back', rolledBackBy: i === 0 ? by : ids[i - 1]! });
      }
    },
    async end(state) {
      for (const lock of locks) await updateRun(lock, { state });
    },
    async rolledBack() {
      const run = await updateRun(locks[0]!, { state: 'rolled back' });
      let hasGoneOn = false;
      for (const { id, state, rolledBackBy } of await foundBy(base, run)) {
        const lock = lockOf(id);
        if (!lock) continue;
        const { resumedAt = '' } = await openRun(base, id);
        // What it has done since is not rolled back with what had been, and neither is what it is a rollback of.
        hasGoneOn ||= state === 'rolled back' && resumedAt > run.startedAt;
        if (hasGoneOn) await updateRun(lock, { state: 'rolling back' });
        else await updateRun(lock, { state, rolledBackBy });
      }
    },
  };
}

/** How a rollback found what it rolled back; older versions kept that in the run itself. */
async function foundBy(base: string, { id, found, rollbackOf }: RunRecord): Promise<readonly FoundRun[]> {
  if (found || rollbackOf === undefined) return found ?? [];
  const run = await openRun(base, rollbackOf).catch(() => undefined);
  const state = run?.rolledBackBy === id ? run.stateBeforeRollback : undefined;
  return state ? [{ id: rollbackOf, state }] : [];
}

/** A run and those that it is a rollback of, as far as they are there. */
async function idsOf(base: string, id: string): Promise<string[]> {
  const ids = [id];
  for (;;) {
    const { rollbackOf } = await openRun(base, ids.at(-1)!);
    if (rollbackOf === undefined || !(await openRun(base, rollbackOf).catch(() => undefined))) return ids;
    ids.push(rollbackOf);
  }
}
