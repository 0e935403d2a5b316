import path from 'node:path';
import { MigrateError } from '../error';
import type { Item } from '../items/attribute-value';
import type { Image } from '../journal/entry';
import { itemId } from '../journal/item-id';
import { type JournalOptions, openJournal } from '../journal/journal';
import { journalSize } from '../journal/journal-size';
import { journalFiles, readJournal } from '../journal/read-journal';
import { startHeartbeat } from '../runs/liveness';
import type { RunRecord, RunRequest } from '../runs/run';
import { isAtWork } from '../runs/run-state';
import { createRun, openRun, runFolder, startRun, updateRun } from '../runs/runs';
import { hasWritten } from '../send/operations';
import { type Connect, compose, type Target } from '../send/send';
import { createDescribe } from '../tables/describe';
import { type Change, changesOf } from './change';
import { partition } from './partition';
import { type RollbackDetail, rollBackItems } from './roll-back-items';

export interface RollbackOptions {
  /** The state folder. */
  base: string;
  /** Id of the run to roll back. */
  run: string;
  /** Doors that retry, but have no journal. */
  connect: Connect;
  /** Adds credentials to where the journal says that the run wrote to. */
  target?: (written: { region: string; endpoint?: string }) => Target;
  /** Without it nothing is written, and the result is what would happen. @default false */
  live?: boolean;
  /** Replaces items that others have changed since. @default false */
  force?: boolean;
  /** Picks items. @default all */
  only?: (table: string, key: Item) => boolean;
  /** Items worked on at a time. @default 10 */
  concurrency?: number;
  /** Stops between two items. */
  signal?: AbortSignal;
  by?: RunRequest['by'];
  arguments?: RunRequest['arguments'];
  /** What the rollback's own journal is opened with. */
  journal?: Pick<JournalOptions, 'fileSize' | 'createFile'>;
  onDetail?: (detail: RollbackDetail) => void;
  /** A live rollback is about to begin; nothing has been written to a table. */
  onBegin?: () => Promise<void>;
}

export interface RollbackResult {
  /** The live rollback's own run. */
  run?: RunRecord;
  counts: { [result in RollbackDetail['result']]: number };
  /** Operations that no image can roll back, such as those on tables, with the numbers of their entries. */
  notCovered: { seq: number; operation: string }[];
  /** Ends of files that a crash has torn. */
  torn: { file: string; bytes: number }[];
}

/** Bytes of journal for each part that is worked on in memory. */
const partSize = 16 * 2 ** 20;
const mostParts = 256;

/**
 * Rolls back what a run did: each item that it wrote to goes back to the image before the run's first write, if it still
 * is what the run left. A live rollback is a run of its own, with a journal; done again it has nothing to do, and one
 * that was stopped is gone on with by doing it again. Throws `NO_JOURNAL`, `RUN_IS_RUNNING`, `OTHER_TABLE` and
 * `JOURNAL_DAMAGED`.
 */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const { base, live = false, signal } = options;
  const run = await openRun(base, options.run);
  await checkRun(run, options);
  const counts = { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 };
  const result: RollbackResult = { counts, notCovered: [], torn: [] };
  if (!live) {
    await rollBackAll(options, options.connect, () => {}, result);
    return result;
  }

  const looked = new Map<string, Image>();
  const looking = (id: string, now: Image | undefined) => (now === undefined ? looked.delete(id) : looked.set(id, now));
  const own = await createRun(base, requestOf(run, options), `rollback-${nameOf(run)}`);
  const folder = runFolder(base, own.id);
  const journal = await openJournal({
    ...options.journal,
    dir: path.join(folder, 'journal'),
    known(target, table, key) {
      const image = looked.get(itemId(target, table, key));
      return image === undefined ? undefined : { image, of: looked };
    },
  });
  await startRun(base, own.id);
  const stopHeartbeat = await startHeartbeat(folder);
  try {
    await options.onBegin?.();
    await updateRun(base, run.id, { rolledBackBy: own.id });
    await rollBackAll(options, compose(options.connect, journal.layer), looking, result);
    result.run = await end(signal?.aborted ? 'interrupted' : undefined);
    return result;
  } catch (error) {
    await end('failed', (error as Error).message);
    throw error;
  } finally {
    stopHeartbeat();
    await journal.close();
  }

  async function end(state: 'interrupted' | 'failed' | undefined, error?: string): Promise<RunRecord> {
    const left = counts.conflict + counts.failed;
    const whole = left === 0 && state === undefined;
    const message = error ?? (left > 0 ? `${left} items were not rolled back` : undefined);
    const ended = await updateRun(base, own.id, {
      state: state ?? (whole ? 'succeeded' : 'failed'),
      endedAt: new Date().toISOString(),
      counts,
      ...(message !== undefined && { error: message }),
    });
    if (state !== 'interrupted' && !options.only) await mark(base, run, whole);
    const changed = counts.restored + counts.deleted + counts.recreated;
    if (changed === 0 && run.rolledBackBy !== undefined) {
      // What rolled the run back is the rollback before, which can still be rolled back.
      await updateRun(base, run.id, { rolledBackBy: run.rolledBackBy });
    }
    return ended;
  }
}

async function rollBackAll(
  options: RollbackOptions,
  connect: Connect,
  looking: (id: string, now: Image | undefined) => void,
  { counts, notCovered, torn }: RollbackResult,
): Promise<void> {
  const { base, run, target = (written) => written, onDetail, signal } = options;
  const { live = false, force = false, concurrency = 10, only = () => true } = options;
  const dir = path.join(runFolder(base, run), 'journal');
  const files = await journalFiles(dir);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const parts = Math.min(mostParts, Math.ceil(bytes / partSize));
  const door = ({ region, endpoint }: Pick<Target, 'region' | 'endpoint'>) => connect(target({ region, endpoint }));

  async function* changes(): AsyncGenerator<Change> {
    for await (const entry of readJournal(dir, { onTorn: (end) => torn.push(end) })) {
      const found = changesOf(entry);
      if (!found) notCovered.push({ seq: entry.seq, operation: entry.operation });
      for (const change of found ?? []) if (only(change.table, change.key)) yield change;
    }
  }
  for await (const items of partition(changes(), parts, path.dirname(dir))) {
    await rollBackItems(items, {
      ...{ door, live, force, concurrency, signal, looking },
      onDetail(detail) {
        counts[detail.result]++;
        onDetail?.(detail);
      },
    });
  }
}

async function checkRun(run: RunRecord, { base, connect, target = (written) => written }: RollbackOptions) {
  const { id, table, region, endpoint, tableIdentity, counts } = run;
  if (isAtWork(run)) {
    throw new MigrateError('RUN_IS_RUNNING', `run ${id} is ${run.state}; it can be rolled back once it has stopped`);
  }
  const { files, commits } = await journalSize(path.join(runFolder(base, id), 'journal'));
  if (files === 0) {
    throw new MigrateError('NO_JOURNAL', `run ${id} has no journal, so it cannot be rolled back`, {
      hint: 'Only live runs have one, and those without a journal have none.',
    });
  }
  if (commits === 0 && hasWritten(counts)) {
    throw new MigrateError('JOURNAL_DAMAGED', `the journal of run ${id} is empty, though the run wrote to items`, {
      hint: 'It cannot be rolled back without one: bring its folder back from a copy.',
    });
  }
  if (!tableIdentity) return;
  const now = await createDescribe()(connect(target({ region, endpoint })), table);
  const differs = tableIdentity.id ? tableIdentity.id !== now.id : tableIdentity.createdAt !== now.createdAt;
  if (differs) throw new MigrateError('OTHER_TABLE', `the table ${table} is not the one that run ${id} wrote to`);
}

/** Writes into the run what its rollback made of it; where it was a rollback itself, the run before it is back. */
async function mark(base: string, run: RunRecord, whole: boolean): Promise<void> {
  const rolledBack = run.state === 'rolled back' || run.state === 'rollback failed';
  await updateRun(base, run.id, {
    state: whole ? 'rolled back' : 'rollback failed',
    ...(!rolledBack && { stateBeforeRollback: run.state }),
  });
  if (!whole || !run.rollbackOf) return;
  const first = await openRun(base, run.rollbackOf).catch(() => undefined);
  if (first?.rolledBackBy !== run.id || !first.stateBeforeRollback) return;
  await updateRun(base, first.id, {
    state: first.stateBeforeRollback,
    rolledBackBy: undefined,
    stateBeforeRollback: undefined,
  });
}

function requestOf(
  { id, table, region, endpoint, script, deployment }: RunRecord,
  { by, arguments: args }: RollbackOptions,
): RunRequest {
  return {
    ...{ command: 'rollback', script, table, region, endpoint, live: true, by, arguments: args, rollbackOf: id },
    ...(deployment && { deployment: { ...deployment, task: 'rollback' } }),
  };
}

function nameOf({ script, command }: RunRecord): string {
  return path.basename(script ?? command);
}
