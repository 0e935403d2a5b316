import type { Run } from '@dynamodb-migrate/core';

/** What the process does for a run that has it for itself. */
export interface Host {
  /** Ties the run to the process, until the returned function is called; `togglePause` pauses it, or lets it go on. */
  attend(run: Attended, togglePause: () => void): () => void;
  /** The signal that pauses a run, and lets it go on. */
  pauseSignal: NodeJS.Signals;
}

/** A run as its process sees it. */
export type Attended = Pick<Run, 'fail' | 'drained' | 'records' | 'errors' | 'state'>;
