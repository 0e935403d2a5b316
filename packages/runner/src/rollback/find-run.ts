import { MigrateError, type RunRecord, runs } from '@dynamodb-migrate/core';
import { type StateFolder, within } from '../state/state';

/**
 * The run to roll back, with all that is kept of it; `last` is the last one that wrote and is no rollback itself. Throws
 * `NO_SUCH_RUN` and the like.
 */
export async function findRun(state: StateFolder, name: string): Promise<RunRecord> {
  await state.pullRuns();
  const run = await within(state, (base) => find(base, name));
  await state.pullRun(run.id);
  return run;
}

async function find(base: string, name: string): Promise<RunRecord> {
  if (name !== 'last') return runs.openRun(base, await runs.resolveRun(base, name));
  const { runs: all } = await runs.listRuns(base);
  const last = all.findLast(({ live, rollbackOf }) => live && rollbackOf === undefined);
  if (last) return last;
  throw new MigrateError('NO_SUCH_RUN', `there is no live run in ${base}`, {
    hint: 'List the runs with `dynamodb-migrate runs`; --state names another folder.',
  });
}
