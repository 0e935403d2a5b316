import type { Run } from '@dynamodb-migrate/core';

/** What the process does for a run that has it for itself. */
export interface Host {
  /** Ties the run to the process, until the returned function is called. */
  attend(run: Attended): () => void;
  /** The signal that pauses a run, and lets it go on. */
  pauseSignal: NodeJS.Signals;
}

/** A run as its process sees it. */
export interface Attended extends Pick<Run, 'fail' | 'drained' | 'records' | 'errors' | 'state'> {
  /** Pauses it, or lets it go on. */
  togglePause(): void;
}
