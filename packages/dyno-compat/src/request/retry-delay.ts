import type { RetryDelayOptions } from '../options';

/** Milliseconds before retry number `retry` (the first is 0), as aws-sdk v2 chose them; below 0 for no retry. */
export function retryDelay(retry: number, { base, customBackoff }: RetryDelayOptions = {}, error?: Error): number {
  if (typeof customBackoff === 'function') return customBackoff(retry, error);
  return Math.random() * 2 ** retry * (typeof base === 'number' ? base : 50);
}
