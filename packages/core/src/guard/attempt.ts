import { AsyncLocalStorage } from 'node:async_hooks';
import { MigrateError } from '../error';
import type { Item } from '../items/attribute-value';
import type { Send } from '../send/send';

/** One call of the script for one record. */
export interface Attempt {
  /** The record as the script was shown it. */
  readonly record: Item;
  /** Its writes that are under way. */
  open: number;
  /** Called once `open` is 0. */
  onQuiet?: (() => void) | undefined;
  /** The first write to the record's own item, once there is one; resolves with whether it was made. */
  first?: Promise<boolean>;
  /** Through which door others were seen to have changed the record: nothing more is written on behalf of this attempt. */
  changed?: Send;
  /** The script has been heard: what it starts now cannot lead to another attempt. */
  over: boolean;
}

const storage = new AsyncLocalStorage<Attempt>();

/** The attempt on whose behalf this is executed. */
export function currentAttempt(): Attempt | undefined {
  return storage.getStore();
}

export function inAttempt<T>(attempt: Attempt, work: () => T): T {
  return storage.run(attempt, work);
}

/** Says that the script is going to run on a record again; no failure. */
export function runsAgain(): MigrateError {
  return new MigrateError(
    'RUNS_AGAIN',
    'others have changed the record since it was read, so this was not written and the script runs on it again',
  );
}

export function isRunsAgain(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'RUNS_AGAIN';
}
