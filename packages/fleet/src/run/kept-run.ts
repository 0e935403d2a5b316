import { MigrateError, type RunRecord, runs } from '@dynamodb-migrate/core';
import type { StateFolder } from '@dynamodb-migrate/runner';

/** A run as it is kept; undefined where it is not. */
export async function keptRun(state: StateFolder, id: string): Promise<RunRecord | undefined> {
  await state.pullRun(id);
  return runs.openRun(state.base, id).catch((): undefined => undefined);
}

/** The same of a run that is needed. Throws `code` where it is not kept; `whose` begins the sentence: `the`, `a.js was stopped, and its`. */
export async function neededRun(
  state: StateFolder,
  id: string,
  { code, whose }: { code: 'CANNOT_RESUME' | 'NO_JOURNAL'; whose: string },
): Promise<RunRecord> {
  await state.pullRun(id);
  return runs.openRun(state.base, id).catch((cause) => {
    throw new MigrateError(code, `${whose} run ${id} is not in ${state.nameOf(state.base)}`, {
      cause,
      hint: 'Give --state as it was given then, or copy the folder of the run from where it was made.',
    });
  });
}
