import type { Run } from '@dynamodb-migrate/core';
import type { ScriptRun } from './script-run';

/** What the process does for a run that has it for itself. */
export interface Host {
  /** Ties the run to the process, until the returned function is called. */
  attend(run: Attended): () => void;
  /** The signal that pauses a run, and lets it go on. */
  pauseSignal: NodeJS.Signals;
}

/** A run as its process sees it. */
export interface Attended extends Pick<Run, 'fail' | 'drained'> {
  /** Whether its end is all that the process is for, so that the script may choose the exit code. */
  isAll: boolean;
  /** How it stands now. */
  now(): Pick<Run, 'records' | 'errors' | 'state'>;
  /** Operations of a live run that have not been answered. */
  underWay(): number;
  /** Pauses it, or lets it go on. */
  togglePause(): void;
  /** Ends it with the process. Gives what it came to, or undefined where it is not at its end. */
  exit(code: number): ScriptRun | undefined;
}
