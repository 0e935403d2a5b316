import { MigrateError } from '../error';

/**
 * What can become of a run:
 *
 * - created: its folder is there, nothing has been read or written yet
 * - running, paused: its process is at work; one whose process is gone is told as interrupted
 * - interrupted: stopped by a signal or a crash; can be resumed or rolled back
 * - failed, succeeded: at its end; can be rolled back, and a failed one resumed
 * - rolling back: some of what it did has been rolled back; that can only be gone on with, or be rolled back itself
 * - rolled back: everything it did has been rolled back
 * - rollback failed: rolling it back left conflicts or failures behind; can be tried again
 * - partly rolled back: only some items were asked for, or its journal is not whole; can be tried again
 */
export type RunState =
  | 'created'
  | 'running'
  | 'paused'
  | 'interrupted'
  | 'failed'
  | 'succeeded'
  | 'rolling back'
  | 'rolled back'
  | 'rollback failed'
  | 'partly rolled back';

/** Whether a process works on a run, as `openRun` tells it: one that is gone has left the run interrupted. */
export function isAtWork({ state }: { state: RunState }): boolean {
  return state === 'running' || state === 'paused';
}

/** Whether a run can be gone on with where it was. */
export function canBeResumed({ state }: { state: RunState }): boolean {
  return state === 'created' || state === 'interrupted' || state === 'failed';
}

/** Whether there may be something of a run to roll back. */
export function canBeRolledBack(run: { state: RunState }): boolean {
  return !isAtWork(run) && run.state !== 'rolled back';
}

/** Whether a run has been rolled back, wholly or in part, or is just being. */
export function isRollingBack({ state }: { state: RunState }): boolean {
  return ['rolling back', 'rolled back', 'rollback failed', 'partly rolled back'].includes(state);
}

/**
 * Whether the folder of a run may be removed. Whoever works on an environment needs those of its runs that are not at an end:
 * nothing goes on there without them.
 */
export function canBePruned(run: { state: RunState; deployment?: object | undefined }): boolean {
  if (run.deployment) return run.state === 'succeeded' || run.state === 'rolled back';
  return !isAtWork(run) && run.state !== 'rolling back';
}

const ends = ['interrupted', 'failed', 'succeeded'] as const;
const before = ['created', ...ends] as const;

/**
 * The states that may follow each state. A rolled back run returns to its end when its rollback is rolled back.
 */
export const transitions: { readonly [state in RunState]: readonly RunState[] } = {
  created: ['running', 'interrupted', 'failed', 'rolling back'],
  running: ['paused', ...ends],
  paused: ['running', ...ends],
  interrupted: ['running', 'failed', 'rolling back'],
  failed: ['running', 'rolling back'],
  succeeded: ['rolling back'],
  'rolling back': [...before, 'rolled back', 'rollback failed', 'partly rolled back'],
  'rolled back': [...before, 'rolling back'],
  'rollback failed': [...before, 'rolling back'],
  'partly rolled back': [...before, 'rolling back'],
};

/** Throws `RUN_STATE` unless a run may go from one state to the other, or stays as it is. */
export function checkTransition(id: string, from: RunState, to: RunState): void {
  if (from === to || transitions[from].includes(to)) return;
  throw new MigrateError('RUN_STATE', `run ${id} is ${from} and cannot become ${to}`);
}
