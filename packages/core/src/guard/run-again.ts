import type { Item } from '@dynamodb-migrate/expressions';
import type { RunOptions } from '../engine/run';
import type { Send } from '../send/send';
import { type Attempt, attemptAt, inAttempt, quiet } from './attempt';
import { changed } from './changed';

export type Migrate = RunOptions['migrate'];

export interface RunAgainOptions {
  /** The record as it is now; undefined when it is none any more. */
  reread(through: Send, record: Item): Promise<Item | undefined>;
  /** The script runs again on a record. */
  onAgain(): void;
  /** A record is none any more. */
  onGone(): void;
}

const most = 3;

/**
 * A script's function that runs again on a record that others were seen to have changed, once all that the attempt before had
 * begun is over: three times at most, then its promise rejects with `RECORD_CHANGED`.
 */
export function runAgain(migrate: Migrate, { reread, onAgain, onGone }: RunAgainOptions): Migrate {
  return (record, scope) => {
    const first = attemptAt(record as Item);
    const pending = begin(first);
    if (pending !== undefined || first.open > 0) return follow(first, pending);
    first.over = true;
    return undefined;

    function begin(attempt: Attempt): ReturnType<Migrate> {
      try {
        return inAttempt(attempt, () => migrate(attempt.record, scope));
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async function follow(attempt: Attempt, running: ReturnType<Migrate>, made = 1): Promise<void> {
      const failure = await Promise.resolve(running).then(
        () => undefined,
        (error) => ({ error }),
      );
      await quiet(attempt);
      attempt.over = true;
      if (!attempt.changed) {
        if (failure) throw failure.error;
        return;
      }
      if (made === most) throw changed('each of the three times that the script ran on it');
      const fresh = await reread(attempt.changed, attempt.record);
      if (!fresh) return onGone();
      onAgain();
      const next = attemptAt(fresh);
      return follow(next, begin(next), made + 1);
    }
  };
}
