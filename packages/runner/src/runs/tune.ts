import { isAtWork, MigrateError, runs } from '@dynamodb-migrate/core';
import type { Wishes } from '../control/tuning';
import { type OpenStateOptions, within, withState } from '../state/state';

export interface TuneOptions extends Wishes, OpenStateOptions {
  /** Id of the run, the beginning of it, or `last`. */
  run: string;
}

/**
 * Changes the limits of a run that is at work, or pauses it; it looks for changes twice a second, or every 2 seconds in S3.
 * Gives its id. Throws `NOT_RUNNING`.
 */
export function tune({ run, maxRcu, maxWcu, pause, ...options }: TuneOptions): Promise<string> {
  return withState(options, async (kept) => {
    await kept.pullRuns();
    const found = await runs.openRun(kept.base, await within(kept, (base) => runs.resolveRun(base, run)));
    const { id, state } = found;
    if (!isAtWork(found)) {
      throw new MigrateError('NOT_RUNNING', `run ${id} is ${state}: there is nothing to tune`);
    }
    await kept.ask(id, { maxRcu, maxWcu, pause });
    return id;
  });
}
