import path from 'node:path';
import { extentOf } from '../journal/extent';
import { type Journal, type JournalOptions, openJournal } from '../journal/journal';
import { journalEnd } from '../journal/journal-end';
import type { RunLock, TakeRun } from '../runs/lock/lock';
import type { FoundRun, RunPatch, RunRecord, RunRequest } from '../runs/run';
import { isRollingBack } from '../runs/run-state';
import { createRun, openRun, runFolder, startRun, updateRun } from '../runs/runs';
import type { RollbackOptions } from './options';

/** The run that a rollback is, with a journal of its own. */
export interface OwnRun {
  id: string;
  lock: RunLock;
  journal: Journal;
  /** Ends its journal and says how it ended. */
  end(patch: RunPatch): Promise<RunRecord>;
}

export interface OwnRunOptions extends Pick<RollbackOptions, 'base' | 'by' | 'arguments' | 'force'> {
  /** The run that is rolled back. */
  run: RunRecord;
  found: readonly FoundRun[];
  take: TakeRun;
  journal: Omit<JournalOptions, 'dir' | 'extent'>;
}

/**
 * Opens the run that a rollback is. One that has rolled back something of the run is gone on with, so that a run has one
 * rollback at a time, and rolling that back leaves nothing out.
 */
export async function openOwnRun(options: OwnRunOptions): Promise<OwnRun> {
  const { base, run, found, take, by } = options;
  const earlier = await earlierRollback(options);
  const made = earlier ? undefined : await createRun(base, requestOf(run, options), { name: nameOf(run), take });
  const lock = made?.lock ?? (await take(earlier!.id, 'running'));
  const { id } = lock;
  const folder = runFolder(base, id);
  const counts = earlier?.counts ?? {};
  let journal: Journal | undefined;
  try {
    const extent = earlier && (await extentOf(folder, earlier));
    const dir = path.join(folder, 'journal');
    journal = await openJournal({ ...options.journal, dir, run: id, extent, right: lock.check });
    await startRun(lock);
    await updateRun(lock, {
      journal: journal.extent(),
      ...(earlier ? { by, arguments: options.arguments } : { found: [...found] }),
    });
  } catch (error) {
    await journal?.close();
    await lock.release();
    throw error;
  }
  return { id, lock, journal, end: endOf(lock, journal, counts) };
}

function endOf(lock: RunLock, journal: Journal, before: RunRecord['counts']): OwnRun['end'] {
  return async (patch) => {
    await journal.close();
    const ended = await updateRun(lock, {
      ...{ ...patch, endedAt: new Date().toISOString(), journal: journal.extent() },
      counts: { ...patch.counts, ...addedUp(before, patch.counts ?? {}) },
    });
    await lock.release();
    return ended;
  };
}

/** What has rolled back something of a run, if it can be gone on with. */
async function earlierRollback({ base, run, force }: OwnRunOptions): Promise<RunRecord | undefined> {
  const { state, rolledBackBy } = run;
  if (!isRollingBack({ state }) || rolledBackBy === undefined) return undefined;
  const earlier = await openRun(base, rolledBackBy).catch(() => undefined);
  const canGoOn = ['created', 'running', 'interrupted', 'failed', 'succeeded'].includes(earlier?.state ?? '');
  if (!earlier || !canGoOn) return undefined;
  // By force, one that has lost what it wrote down is left at that.
  return force && !(await isWhole(runFolder(base, earlier.id), earlier)) ? undefined : earlier;
}

async function isWhole(folder: string, run: RunRecord): Promise<boolean> {
  return journalEnd(path.join(folder, 'journal'), await extentOf(folder, run)).then(
    () => true,
    () => false,
  );
}

/** What was written counts over all sessions, what was left as it is for the last one. */
function addedUp(before: RunRecord['counts'], now: RunRecord['counts']): RunRecord['counts'] {
  const names = ['restored', 'deleted', 'recreated'];
  return Object.fromEntries(names.map((name) => [name, (before[name] ?? 0) + (now[name] ?? 0)]));
}

function requestOf(
  { id, table, region, endpoint, script, deployment, redaction }: RunRecord,
  { by, arguments: args }: OwnRunOptions,
): RunRequest {
  return {
    ...{ command: 'rollback', script, table, region, endpoint, live: true, by, arguments: args, rollbackOf: id },
    ...(deployment && { deployment: { ...deployment, task: 'rollback' } }),
    ...(redaction && { redaction }),
  };
}

function nameOf({ script, command }: RunRecord): string {
  return `rollback-${path.basename(script ?? command)}`;
}
