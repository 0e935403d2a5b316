import { AsyncLocalStorage } from 'node:async_hooks';
import type { Item } from '@dynamodb-migrate/expressions';
import { MigrateError } from '../error';
import type { Send, Wire } from '../send/send';

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

export function attemptAt(record: Item): Attempt {
  return { record, open: 0, over: false };
}

/** Does a write on behalf of an attempt. */
export function counted(attempt: Attempt, work: () => Promise<Wire>): Promise<Wire> {
  attempt.open++;
  const end = () => {
    attempt.open--;
    if (attempt.open === 0) attempt.onQuiet?.();
  };
  const made = work();
  made.then(end, end);
  return made;
}

/** Resolves once no write of an attempt is under way, and none was started by the end of another. */
export async function quiet(attempt: Attempt): Promise<void> {
  do {
    if (attempt.open > 0) {
      await new Promise<void>((resolve) => {
        attempt.onQuiet = resolve;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
  } while (attempt.open > 0);
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
