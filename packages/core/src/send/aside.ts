import type { SendOptions } from './send';

/** For a question whose answer is only good to know: it must not hold up who asks, whatever becomes of it. */
export function aside(): SendOptions {
  return { signal: AbortSignal.timeout(3000), retry: { max: 2 } };
}
