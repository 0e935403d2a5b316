import path from 'node:path';
import {
  type Connect,
  compose,
  journalFiles,
  MigrateError,
  type RollbackDetail,
  rollback,
  runs,
  type Send,
  type Target,
} from '@dynamodb-migrate/core';
import { readMetadata, type Script } from '@dynamodb-migrate/ledger';
import type { Fleet } from '../fleet/fleet';
import { printFailures } from '../output/failures';
import type { Screen } from '../output/screen';
import { liveSession } from '../session/live';
import { who } from '../who';
import { runOver } from './run-over';
import type { ScriptRun } from './script-runs';

export interface RollBackScript {
  fleet: Fleet;
  /** Absent where the file is gone. */
  script?: Script;
  runs: readonly ScriptRun[];
  live: boolean;
  force: boolean;
  /** Ways to the tables, within the lease. */
  connect: Connect;
  scratch: Send;
  onDetail?: (detail: RollbackDetail) => void;
}

/** Items by what became of them, and the runs that took them back. */
export interface TakenBack {
  counts: { [result in RollbackDetail['result']]: number };
  runs: string[];
  /** Whether the script's own `down` does it. */
  down: boolean;
  error?: string;
}

/** Takes back what a script did: by its `down` where it has one, else by the journals of its runs, the last run first. */
export async function rollBackScript(options: RollBackScript, screen: Screen): Promise<TakenBack> {
  const { fleet, script, runs: done, live, force, connect, scratch, onDetail } = options;
  const counts = { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 };
  const taken: TakenBack = { counts, runs: [], down: script?.metadata?.down !== undefined };
  for (const { run, table } of done.toReversed()) {
    if (taken.down) {
      if (live) await runDown({ ...options, script: script!, table }, taken, screen);
      continue;
    }
    if (!(await hasJournal(fleet.state, run))) continue;
    const result = await rollback({
      ...{ base: fleet.state, run, live, force, connect, scratch, by: who() },
      target: targetIn(fleet),
      onDetail(detail) {
        counts[detail.result]++;
        onDetail?.(detail);
      },
    });
    if (result.run) taken.runs.push(result.run.id);
    const [operation] = result.notCovered;
    if (operation) screen.notice(`${run}: ${operation.operation} cannot be taken back`);
  }
  const left = counts.conflict + counts.failed;
  if (left > 0) taken.error = `${left} items were changed by others since, or could not be written`;
  return taken;
}

async function runDown(
  { fleet, script, table, connect }: RollBackScript & { script: Script; table: string },
  taken: TakenBack,
  screen: Screen,
): Promise<void> {
  const guard = compose(connect);
  const { result, style } = await runOver(
    {
      ...{ fleet, script, table, state: fleet.state, live: true },
      async open(given) {
        const session = await liveSession({ ...given, connect: guard });
        taken.runs.push(path.basename(session.folder!));
        return session;
      },
      async ready(_session, prepared) {
        prepared.script.exported = readMetadata(prepared.script.module).down!;
      },
    },
    screen,
  );
  printFailures(screen, result, style);
  if (result.state !== 'succeeded') taken.error = result.failures[0]?.message ?? `stopped by ${result.stoppedBy}`;
}

async function hasJournal(state: string, run: string): Promise<boolean> {
  await runs.openRun(state, run).catch((cause) => {
    throw new MigrateError('NO_JOURNAL', `the run ${run} is not in ${state}`, {
      cause,
      hint: 'Give --state as it was given then, or copy the folder of the run from where it was made.',
    });
  });
  // One that ended before its first write has nothing to take back.
  return (await journalFiles(path.join(runs.runFolder(state, run), 'journal'))).length > 0;
}

function targetIn({ environment }: Fleet) {
  return ({ region, endpoint }: Pick<Target, 'region' | 'endpoint'>): Target => ({
    ...environment.target,
    region,
    ...(endpoint !== undefined && { endpoint }),
  });
}
