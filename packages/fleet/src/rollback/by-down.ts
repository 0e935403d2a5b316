import { isRollingBack, MigrateError, type RunRecord, runs } from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/ledger';
import type { StateFolder } from '@dynamodb-migrate/runner';
import { neededRun } from '../run/kept-run';
import type { ScriptRun } from '../run/script-runs';
import type { DownRun } from './down-runs';
import type { Work } from './work';

/** A table that a `down` has still to run over, or to go on with. */
interface Step {
  table: string;
  resume?: string;
}

/**
 * Rolls back what a script did by its `down`: one run for each table, the last table first, up to the first that does not
 * succeed. One that was stopped is gone on with, one that has succeeded is not done again. Throws what keeps it from it.
 */
export async function rollBackByDown(work: Work): Promise<void> {
  const { fleet, force, live, taken, runDown, beginDown } = work;
  const script = scriptOf(work);
  if (work.runs.some(({ sha256 }) => sha256 !== undefined && sha256 !== script.sha256)) {
    fleet.log.warn(`${script.file} was changed since it was applied: its down is the one that it has now`);
  }
  for (const { table, resume } of await stepsOf(work, script)) {
    if (live && resume) fleet.log.info(`${script.file}: going on with run ${resume} of its down over ${table}`);
    const ended = await runDown({
      ...{ fleet, script, table },
      ...(resume !== undefined && { resume, forceResume: force }),
      onBegin: (run) => beginDown(table, { run, sha256: script.sha256 }),
    });
    if (ended.run !== undefined) taken.runs.push(ended.run);
    if (ended.goesPast) taken.goesPast = true;
    if (ended.error === undefined) continue;
    taken.error = ended.error;
    break;
  }
}

function scriptOf({ file, script }: Work): Script {
  if (script?.metadata?.down !== undefined) return script;
  throw new MigrateError('CANNOT_RESUME', `the down of ${file} was stopped half way, and is gone`, {
    hint: `Restore ${file} as it was then, so that it can be gone on with.`,
  });
}

async function stepsOf(work: Work, script: Script): Promise<Step[]> {
  const { runs: done, downs, state, force, taken } = work;
  await state.pullRuns();
  const steps: Step[] = [];
  for (const one of done.toReversed()) {
    if (await isRolledBack(one, work)) continue;
    const { table } = one;
    const down = downs.get(table);
    if (!down) steps.push({ table });
    else if ((await downRecord(down, script.file, state)).state === 'succeeded') taken.runs.push(down.run);
    else if (down.sha256 === script.sha256 || force) steps.push({ table, resume: down.run });
    else {
      throw new MigrateError('CANNOT_RESUME', `the down of ${script.file} was changed after it was stopped half way`, {
        hint: 'Restore the script, or go on with its down as it is now by --force.',
      });
    }
  }
  return steps;
}

/** Whether a run has been rolled back by its journal. Throws `RUN_STATE` when that has been done in part. */
async function isRolledBack({ run: id }: ScriptRun, { file, state }: Work): Promise<boolean> {
  const run = await runs.openRun(state.base, id).catch(() => undefined);
  if (!run || !isRollingBack(run)) return false;
  if (run.state === 'rolled back') return true;
  const back = run.rolledBackBy && `, or take that back: dynamodb-migrate rollback ${run.rolledBackBy} --live`;
  throw new MigrateError('RUN_STATE', `run ${id} is ${run.state}, so the down of ${file} would do some of that again`, {
    hint: `Go on with what was begun: dynamodb-migrate rollback ${id} --live${back ?? ''}.`,
  });
}

function downRecord({ run }: DownRun, file: string, state: StateFolder): Promise<RunRecord> {
  return neededRun(state, run, { code: 'CANNOT_RESUME', whose: `the down of ${file} was begun, and its` });
}
