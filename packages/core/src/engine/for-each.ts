import type { Page, Source } from '../source/source';

export interface ForEachOptions {
  concurrency: number;
  /** Whether no further record may start. */
  ending: () => boolean;
  /** What a record waits for before it starts; undefined when it need not wait. */
  gate?: (() => undefined | Promise<void>) | undefined;
  /** Called behind each page whose records have all started. */
  onPassed?: ((page: Page) => void) | undefined;
}

/**
 * Calls `task` for each record in order, `concurrency` of them in flight at most, and resolves when all have settled.
 * `task` returns undefined for a record that is done at once, else a promise that never rejects. Rejects with the
 * source's error, after all in flight have settled.
 */
export async function forEach(
  source: Source,
  task: (page: Page, index: number) => undefined | PromiseLike<unknown>,
  { concurrency, ending, gate, onPassed }: ForEachOptions,
): Promise<void> {
  let inFlight = 0;
  let wake: (() => void) | undefined;
  const done = () => {
    inFlight--;
    wake?.();
  };
  const below = async (limit: number) => {
    while (inFlight >= limit) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    for await (const page of source) {
      for (let index = 0; index < page.records.length; index++) {
        const wait = gate?.();
        if (wait) await wait;
        if (inFlight >= concurrency) await below(concurrency);
        if (ending()) return;
        const pending = task(page, index);
        if (pending) {
          inFlight++;
          pending.then(done, done);
        }
      }
      if (ending()) return;
      onPassed?.(page);
    }
  } finally {
    await below(1);
  }
}
