import path from 'node:path';
import type { Image } from '../journal/entry';
import { extentOf } from '../journal/extent';
import { itemId } from '../journal/item-id';
import { journalFiles, readJournal } from '../journal/read-journal';
import type { TakeRun } from '../runs/lock/lock';
import { takeRun } from '../runs/lock/take-run';
import type { RunRecord } from '../runs/run';
import { isRollingBack } from '../runs/run-state';
import { openRun, runFolder } from '../runs/runs';
import { isRead } from '../send/operations';
import { byRight } from '../send/right';
import { type Connect, compose, type Layer, type Target } from '../send/send';
import { type Chain, takeChain } from './chain';
import { type Change, changesOf } from './change';
import { checkStanding } from './check-run';
import { conditional } from './conditional';
import type { RollbackOptions, RollbackResult } from './options';
import { openOwnRun } from './own-run';
import { type ChangesByItem, partition } from './partition';
import { rollBackItems } from './roll-back-items';

/** Bytes of journal for each part that is worked on in memory. */
const partSize = 16 * 2 ** 20;
const mostParts = 256;

/**
 * Rolls back what a run did: each item that it wrote to goes back to the image before the run's first write, if it still
 * is what the run left. A live rollback is a run of its own, with a journal; done again it has nothing to do, and one
 * that was stopped is gone on with by doing it again. Throws `NO_JOURNAL`, `RUN_IS_RUNNING`, `RUN_STATE`, `OTHER_TABLE` and
 * `JOURNAL_DAMAGED`.
 */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const { base, live = false } = options;
  const counts = { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 };
  const result: RollbackResult = { counts, notCovered: [], torn: [], lost: [] };
  await checkStanding(await openRun(base, options.run), options);
  if (!live) {
    await withChanges(options, result, (changes) => rollBackAll(changes, options, options.connect, () => {}, counts));
    return result;
  }
  const { take = (id, task) => takeRun(base, id, task) } = options;
  const chain = await takeChain(base, options.run, take);
  try {
    const run = await openRun(base, options.run);
    await checkStanding(run, options);
    await withChanges(options, result, (changes) => rollBackLive(changes, options, { chain, run, take }, result));
    return result;
  } finally {
    await chain.release();
  }
}

interface Held {
  chain: Chain;
  run: RunRecord;
  take: TakeRun;
}

async function rollBackLive(
  changes: Changes,
  options: RollbackOptions,
  { chain, run, take }: Held,
  result: RollbackResult,
): Promise<void> {
  const { base, by, arguments: args, signal, connect, only } = options;
  const { counts, lost } = result;
  const looked = new Map<string, Image>();
  const looking = (id: string, now: Image | undefined) => (now === undefined ? looked.delete(id) : looked.set(id, now));
  const before = await chain.found();
  const own = await openOwnRun({
    ...{ base, by, arguments: args, force: options.force, run, take, found: before },
    journal: {
      ...options.journal,
      known(target, table, key) {
        const image = looked.get(itemId(target, table, key));
        return image === undefined ? undefined : { image, of: looked };
      },
    },
  });
  let touched = false;
  const touch: Layer = (next) => (operation, input, sendOptions) => {
    touched ||= !isRead(operation);
    return next(operation, input, sendOptions);
  };
  const right = byRight(() => {
    for (const lock of [own.lock, ...chain.locks]) lock.check();
  });
  const left = () => counts.conflict + counts.failed;
  try {
    await options.onBegin?.(own.id);
    await chain.begin(own.id);
    await rollBackAll(
      changes,
      options,
      compose(connect, own.journal.layer, conditional, touch, right),
      looking,
      counts,
    );
    const problem = [...lost, ...(left() > 0 ? [`${left()} items were not rolled back`] : [])].join('; ');
    const state = signal?.aborted ? 'interrupted' : problem ? 'failed' : 'succeeded';
    result.run = await own.end({ state, counts, ...(problem && { error: problem }) });
  } catch (error) {
    await own.end({ state: 'failed', counts, error: (error as Error).message }).catch(() => {});
    if (!touched) await chain.restore(before).catch(() => {});
    throw error;
  }
  const isWhole = !signal?.aborted && !only;
  if (isWhole && lost.length > 0) await chain.end('partly rolled back');
  else if (isWhole && left() > 0) await chain.end('rollback failed');
  else if (isWhole) await chain.rolledBack();
  else if (!touched || (only && isRollingBack(run))) await chain.restore(before);
  else if (only && !signal?.aborted) await chain.end('partly rolled back');
}

/** What a run did to items, in parts that fit into memory. */
type Changes = AsyncIterable<ChangesByItem>;

/**
 * Works on what the journal says, all of which has been read by then: one that is not whole is refused before anything is
 * written.
 */
async function withChanges(
  options: RollbackOptions,
  { notCovered, torn, lost }: RollbackResult,
  work: (changes: Changes) => Promise<void>,
): Promise<void> {
  const { base, run, force = false, only = () => true } = options;
  const folder = runFolder(base, run);
  const dir = path.join(folder, 'journal');
  const extent = await extentOf(folder, await openRun(base, run));
  const files = await journalFiles(dir);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const count = Math.max(1, Math.min(mostParts, Math.ceil(bytes / partSize)));
  const read = {
    extent,
    onTorn: (end: RollbackResult['torn'][number]) => void torn.push(end),
    ...(force && { onDamage: (sentence: string) => void lost.push(sentence) }),
  };

  async function* changes(): AsyncGenerator<Change> {
    for await (const entry of readJournal(dir, read)) {
      const found = changesOf(entry);
      if (!found) notCovered.push({ seq: entry.seq, operation: entry.operation });
      for (const change of found ?? []) if (only(change.table, change.key)) yield change;
    }
  }
  const parts = partition(changes(), count, folder);
  let next = await parts.next();
  async function* all(): AsyncGenerator<ChangesByItem> {
    for (; !next.done; next = await parts.next()) yield next.value;
  }
  try {
    await work(all());
  } finally {
    await parts.return(undefined);
  }
}

async function rollBackAll(
  changes: Changes,
  options: RollbackOptions,
  connect: Connect,
  looking: (id: string, now: Image | undefined) => void,
  counts: RollbackResult['counts'],
): Promise<void> {
  const {
    target = (written) => written,
    onDetail,
    signal,
    pause,
    live = false,
    force = false,
    concurrency = 10,
  } = options;
  const door = ({ region, endpoint }: Pick<Target, 'region' | 'endpoint'>) => connect(target({ region, endpoint }));
  for await (const items of changes) {
    if (signal?.aborted) return;
    await rollBackItems(items, {
      ...{ door, live, force, concurrency, signal, pause, looking },
      onDetail(detail) {
        counts[detail.result]++;
        onDetail?.(detail);
      },
    });
  }
}
