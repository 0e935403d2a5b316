import path from 'node:path';
import {
  checkRun,
  hasWritten,
  journalFiles,
  type RollbackOptions,
  type RunRecord,
  rollback,
  runs,
  type Target,
  who,
} from '@dynamodb-migrate/core';
import { whoStopped, withWayPast } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import { neededRun } from '../run/kept-run';
import { leftBehind } from './left-behind';
import type { Work } from './work';

/** Rolls back what a script did by the journals of its runs, the last run first. Throws what keeps any of them from it. */
export async function rollBackByJournals(work: Work): Promise<void> {
  const { fleet, state, live, taken, signal } = work;
  const { counts } = taken;
  const journalled = await withJournals(work);
  // The first one is looked at when it is its turn: nothing is written before that.
  if (live) for (const run of journalled.slice(1)) await explained(work, () => checkRun(run, optionsOf(work, run)));
  const lostEntries: string[] = [];
  for (const run of journalled) {
    const lost = new AbortController();
    const stopPushing = live ? state.keepPushing((error) => lost.abort(error)) : () => {};
    const stopping = AbortSignal.any(signal ? [signal, lost.signal] : [lost.signal]);
    const result = await explained(work, () => rollback({ ...optionsOf(work, run), signal: stopping })).finally(
      stopPushing,
    );
    if (result.run) taken.runs.push(result.run.id);
    await state.settle();
    if (stopping.aborted)
      taken.error = `stopped by ${signal?.aborted ? whoStopped(signal) : (lost.signal.reason as Error)?.message}`;
    lostEntries.push(...result.lost);
    const [operation] = result.notCovered;
    if (operation) fleet.log.warn(`${run.id}: ${operation.operation} cannot be rolled back`);
    if (taken.error !== undefined) break;
  }
  taken.error ??= leftBehind(counts, lostEntries);
}

/** The runs of a script that have something to roll back, the last one first. Throws `NO_JOURNAL` where one is not there. */
async function withJournals({ runs: done, state }: Work): Promise<RunRecord[]> {
  const journalled: RunRecord[] = [];
  for (const { run } of done.toReversed()) {
    const record = await neededRun(state, run, { code: 'NO_JOURNAL', whose: 'the' });
    const files = await journalFiles(path.join(runs.runFolder(state.base, run), 'journal'));
    // One that ended before its first write has nothing to roll back; one whose journal is gone is not one of those.
    if (files.length > 0 || hasWritten(record.counts) || record.journal?.frames) journalled.push(record);
  }
  return journalled;
}

function optionsOf({ fleet, state, live, force, connect, taken, onDetail, begin }: Work, { id }: RunRecord) {
  const options: RollbackOptions = {
    ...{ base: state.base, run: id, live, force, connect, by: who(), journal: state.journal, take: state.take },
    ...{ target: targetIn(fleet), onBegin: begin },
    onDetail(detail) {
      taken.counts[detail.result]++;
      onDetail?.(detail);
    },
  };
  return options;
}

/** Says of a journal that is damaged what can be done about it. */
function explained<T>({ force }: Work, work: () => Promise<T>): Promise<T> {
  return work().catch((error) => {
    throw force ? error : withWayPast(error);
  });
}

function targetIn({ environment }: FleetData) {
  return ({ region, endpoint }: Pick<Target, 'region' | 'endpoint'>): Target => ({
    ...environment.target,
    region,
    ...(endpoint !== undefined && { endpoint }),
  });
}
