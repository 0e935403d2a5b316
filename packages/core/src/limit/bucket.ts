import { setTimeout as sleep } from 'node:timers/promises';

/** A token bucket of capacity units, which may go negative: what was consumed beyond the budget is waited for later. */
export interface Bucket {
  /** Waits until there is capacity, in the order of the calls, and takes `estimate` units. Rejects when `signal` fires. */
  take(estimate: number, signal?: AbortSignal): Promise<void>;
  /** Corrects an estimate by what DynamoDB said it consumed. */
  settle(estimate: number, consumed: number): void;
  /** Units a second; may be changed while others wait. */
  rate: number;
  /** Units consumed so far. */
  readonly consumed: number;
}

/** A bucket that fills with `rate` units a second and holds one second's worth. */
export function createBucket(rate: number, now: () => number = () => performance.now()): Bucket {
  let tokens = rate;
  let filled = now();
  let consumed = 0;
  let last: Promise<void> = Promise.resolve();

  const fill = () => {
    const time = now();
    tokens = Math.min(self.rate, tokens + ((time - filled) / 1000) * self.rate);
    filled = time;
  };
  const wait = async (signal?: AbortSignal) => {
    for (fill(); tokens <= 0; fill()) {
      // Short sleeps, so that a rate that is raised takes effect at once.
      const milliseconds = Math.min(250, Math.max(1, (-tokens / self.rate) * 1000));
      await sleep(milliseconds, undefined, signal && { signal });
    }
  };
  const self: Bucket = {
    rate,
    async take(estimate, signal) {
      const turn = last.then(() => wait(signal));
      last = turn.catch(() => {});
      await turn;
      tokens -= estimate;
    },
    settle(estimate, units) {
      tokens -= units - estimate;
      consumed += units;
    },
    get consumed() {
      return consumed;
    },
  };
  return self;
}
