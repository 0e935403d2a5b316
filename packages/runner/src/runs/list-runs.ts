import { type RunRecord, runs } from '@dynamodb-migrate/core';
import { type OpenStateOptions, withState } from '../state/state';

export interface ListedRuns extends runs.RunList {
  /** Where they are kept, as people are told it. */
  place: string;
}

/** The runs, oldest first, and those that cannot be read. */
export function listRuns(options: OpenStateOptions = {}): Promise<ListedRuns> {
  return withState(options, async (state) => {
    await state.pullRuns();
    return { place: state.nameOf(state.base), ...(await runs.listRuns(state.base)) };
  });
}

export interface PruneOptions extends OpenStateOptions {
  /** Removes the runs that ended longer ago than this, in milliseconds. */
  olderThan: number;
}

/** Removes old runs; gives their ids. Those that are at work stay. */
export function pruneRuns({ olderThan, ...options }: PruneOptions): Promise<RunRecord['id'][]> {
  return withState(options, async (state) => {
    await state.pullRuns();
    const { base, take, remove } = state;
    return runs.pruneRuns(base, { olderThan: new Date(Date.now() - olderThan), take, remove });
  });
}
