import { MigrateError, type RunRecord, runs } from '@dynamodb-migrate/core';

/** The run to take back; `last` is the last one that wrote and is no rollback itself. Throws `NO_SUCH_RUN` and the like. */
export async function findRun(base: string, name: string): Promise<RunRecord> {
  if (name !== 'last') return runs.openRun(base, await runs.resolveRun(base, name));
  const { runs: all } = await runs.listRuns(base);
  const last = all.findLast(({ live, rollbackOf }) => live && rollbackOf === undefined);
  if (last) return last;
  throw new MigrateError('NO_SUCH_RUN', `there is no live run in ${base}`, {
    hint: 'List the runs with `dynamodb-migrate runs`; --state names another folder.',
  });
}
