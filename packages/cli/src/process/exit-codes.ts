import { constants } from 'node:os';

/** What the bins exit with; a signal exits with 128 + its number. */
export const exitCodes = {
  done: 0,
  /** The migration began and failed. */
  failed: 1,
  /** Wrong usage, or input with which nothing could begin. */
  cannotStart: 2,
} as const;

/** The exit code of a process that a signal ended. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
