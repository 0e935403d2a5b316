import path from 'node:path';
import {
  type Connect,
  journalFiles,
  MigrateError,
  type RollbackDetail,
  rollback,
  runs,
  type Target,
  who,
} from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/ledger';
import { type StateFolder, whoStopped } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import type { ScriptRun } from '../run/script-runs';
import { leftBehind } from './left-behind';
import type { Down, DownEnded } from './run-down';

export interface RollBackScript {
  fleet: FleetData;
  /** Absent where the file is gone. */
  script?: Script;
  runs: readonly ScriptRun[];
  /** Where the runs are kept. */
  state: StateFolder;
  live: boolean;
  force: boolean;
  /** Ways to the tables, within the lease. */
  connect: Connect;
  /** Runs the script's `down` over one of its tables, or shows what that does. */
  runDown(down: Down): Promise<DownEnded>;
  onDetail?: (detail: RollbackDetail) => void;
  signal?: AbortSignal | undefined;
}

/** Items by what became of them, and the runs that rolled them back. */
export interface TakenBack {
  counts: { [result in RollbackDetail['result']]: number };
  runs: string[];
  /** Whether the script's own `down` does it. */
  down: boolean;
  /** Whether the `down`, when only looked at, may have written past the preview. */
  goesPast?: boolean;
  error?: string;
}

/** Rolls back what a script did: by its `down` where it has one, else by the journals of its runs, the last run first. */
export async function rollBackScript(options: RollBackScript): Promise<TakenBack> {
  const { fleet, script, runs: done, state, live, force, connect, runDown, onDetail, signal } = options;
  const counts = { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 };
  const lostEntries: string[] = [];
  const taken: TakenBack = { counts, runs: [], down: script?.metadata?.down !== undefined };
  for (const { run, table } of done.toReversed()) {
    if (taken.down) {
      const ended = await runDown({ fleet, script: script!, table });
      if (ended.run !== undefined) taken.runs.push(ended.run);
      if (ended.error !== undefined) taken.error = ended.error;
      if (ended.goesPast) taken.goesPast = true;
      continue;
    }
    if (!(await hasJournal(state, run))) continue;
    const lost = new AbortController();
    const stopPushing = live ? state.keepPushing((error) => lost.abort(error)) : () => {};
    const result = await rollback({
      ...{ base: state.base, run, live, force, connect, by: who(), journal: state.journal, take: state.take },
      ...{ target: targetIn(fleet), signal: AbortSignal.any(signal ? [signal, lost.signal] : [lost.signal]) },
      onDetail(detail) {
        counts[detail.result]++;
        onDetail?.(detail);
      },
    }).finally(stopPushing);
    await state.settle();
    if (result.run?.state === 'interrupted')
      taken.error = `stopped by ${signal?.aborted ? whoStopped(signal) : (lost.signal.reason as Error)?.message}`;
    if (result.run) taken.runs.push(result.run.id);
    lostEntries.push(...result.lost);
    const [operation] = result.notCovered;
    if (operation) fleet.log.warn(`${run}: ${operation.operation} cannot be rolled back`);
    if (taken.error !== undefined) break;
  }
  taken.error ??= leftBehind(counts, lostEntries);
  return taken;
}

async function hasJournal(state: StateFolder, run: string): Promise<boolean> {
  await state.pullRun(run);
  await runs.openRun(state.base, run).catch((cause) => {
    throw new MigrateError('NO_JOURNAL', `the run ${run} is not in ${state.nameOf(state.base)}`, {
      cause,
      hint: 'Give --state as it was given then, or copy the folder of the run from where it was made.',
    });
  });
  // One that ended before its first write has nothing to roll back.
  return (await journalFiles(path.join(runs.runFolder(state.base, run), 'journal'))).length > 0;
}

function targetIn({ environment }: FleetData) {
  return ({ region, endpoint }: Pick<Target, 'region' | 'endpoint'>): Target => ({
    ...environment.target,
    region,
    ...(endpoint !== undefined && { endpoint }),
  });
}
