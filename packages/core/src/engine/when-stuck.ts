export interface Progress {
  /** Changes whenever something has happened. */
  mark(): string;
  /** Whether something is under way that will end by itself. */
  busy(): boolean;
  over(): boolean;
}

/** Calls `then` once nothing has happened for `patience` milliseconds; never when it is over before. */
export function whenStuck({ mark, busy, over }: Progress, patience: number, then: () => void): void {
  let last = mark();
  let since = performance.now();
  const timer = setInterval(look, Math.min(250, patience)).unref();

  function look() {
    if (over()) return clearInterval(timer);
    const now = mark();
    if (now !== last || busy()) since = performance.now();
    last = now;
    if (performance.now() - since < patience) return;
    clearInterval(timer);
    then();
  }
}
