import type { Layer } from '@dynamodb-migrate/core';

/** How long requests to the real tables take. */
export interface RoundTrips {
  layer: Layer;
  /** Seconds that an operation on an item takes, on average; where none was made, those of the quickest request at all. */
  seconds(): number;
  /** Pages of the scan that hands the script its records, and the seconds that one takes on average. */
  scan: { layer: Layer; pages(): number; seconds(): number };
}

export function createRoundTrips(): RoundTrips {
  const items = { milliseconds: 0, times: 0 };
  const pages = { milliseconds: 0, times: 0 };
  let quickest: number | undefined;
  const timing =
    (kind: (operation: string) => typeof items | undefined): Layer =>
    (next) =>
    async (operation, input, options) => {
      const began = performance.now();
      const output = await next(operation, input, options);
      const milliseconds = performance.now() - began;
      quickest = Math.min(quickest ?? milliseconds, milliseconds);
      const sums = kind(operation);
      if (sums) {
        sums.milliseconds += milliseconds;
        sums.times++;
      }
      return output;
    };
  const mean = ({ milliseconds, times }: typeof items) => (times === 0 ? undefined : milliseconds / times / 1000);
  return {
    layer: timing((operation) => (operation.startsWith('Describe') ? undefined : items)),
    seconds: () => mean(items) ?? (quickest ?? 0) / 1000,
    scan: {
      layer: timing((operation) => (operation === 'Scan' ? pages : undefined)),
      pages: () => pages.times,
      seconds: () => mean(pages) ?? 0,
    },
  };
}
