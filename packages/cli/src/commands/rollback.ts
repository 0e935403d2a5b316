import type { Command } from '../arguments/command';
import type { RollbackOptions } from '../arguments/rollback';
import { rollBackDeployed } from '../deploy/roll-back-deployed';
import type { Screen } from '../output/screen';
import { openState, within } from '../state-folder';
import { findRun } from '../undo/find-run';
import { type RolledBack, rollBackRun } from '../undo/roll-back-run';
import { reportRollback } from './report-rollback';

/** Takes back what a run did, or shows what would be taken back. */
export const rollbackCommand: Command<RollbackOptions, RolledBack> = { run: rollBack, report: reportRollback };

async function rollBack(options: RollbackOptions, screen: Screen): Promise<RolledBack> {
  const state = await openState(options);
  await state.pullRuns();
  const run = await within(state, (base) => findRun(base, options.run));
  await state.pullRun(run.id);
  const { deployment } = run;
  if (!deployment || !options.live) return rollBackRun({ options, run, state }, screen);
  return rollBackDeployed({ options, run: { ...run, deployment }, state }, screen);
}
