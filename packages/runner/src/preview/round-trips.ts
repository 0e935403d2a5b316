import type { Layer } from '@dynamodb-migrate/core';

/** How long requests to the real tables take. */
export interface RoundTrips {
  layer: Layer;
  /** Seconds, on average; 0 before the first. */
  seconds(): number;
}

export function createRoundTrips(): RoundTrips {
  let milliseconds = 0;
  let times = 0;
  return {
    layer: (next) => async (operation, input, options) => {
      const began = performance.now();
      const output = await next(operation, input, options);
      milliseconds += performance.now() - began;
      times++;
      return output;
    },
    seconds: () => (times === 0 ? 0 : milliseconds / times / 1000),
  };
}
