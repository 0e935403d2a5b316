/** Runs `work` on each element, at most `concurrency` at once, and calls `done` with the results in order. */
export function concurrently<T, R>(
  elements: readonly T[],
  concurrency: number,
  work: (element: T, next: (result: R) => void) => void,
  done: (results: R[]) => void,
): void {
  const results: R[] = new Array(elements.length);
  let started = 0;
  let underWay = 0;
  let starting = false;

  const start = () => {
    // Work may call back before it returns; then this loop goes on instead of a deeper one.
    if (starting) return;
    starting = true;
    while (started < elements.length && underWay < Math.max(1, concurrency)) {
      const position = started++;
      underWay++;
      work(elements[position]!, (result) => {
        results[position] = result;
        underWay--;
        start();
      });
    }
    starting = false;
    if (underWay === 0 && started === elements.length) done(results);
  };
  start();
}
