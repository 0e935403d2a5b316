import { setTimeout as sleep } from 'node:timers/promises';
import { certificateFault, isPlainText } from './certificate';
import type { Layer, ResponseMeta, SendOptions, Wire } from './send';
import { ServiceError } from './service-error';

export interface RetryPolicy {
  /** Retries after the first attempt. @default 10, as the old tool's SDK made */
  max?: number;
  /** Milliseconds before retry number `retry` (the first is 0). @default half to the whole of 50 × 2^retry, 38 s in all on average */
  delay?: (retry: number) => number;
}

/** Makes attempts until one succeeds, fails for good, or the policy's retries are used up. */
export function retry(policy: RetryPolicy = {}): Layer {
  return (next) =>
    (operation, input, options = {}) => {
      const { onResponse, signal, retry: overrides, ...rest } = options;
      const max = overrides?.max ?? policy.max ?? 10;
      let attempts = 0;
      const attempt = (): Promise<Wire> => {
        attempts++;
        return next(operation, input, inner).catch(recover);
      };
      const inner: SendOptions = {
        ...rest,
        ...(signal && { signal }),
        ...(onResponse && { onResponse: (meta: ResponseMeta) => onResponse({ ...meta, attempts }) }),
      };
      const recover = (error: unknown) => {
        if (!(error instanceof ServiceError)) throw error;
        error.attempts = attempts;
        const failure = { error, attempts, retryable: isRetryable(error) };
        overrides?.onFailure?.(failure);
        if (!failure.retryable || attempts > max || signal?.aborted) throw error;
        const delay = overrides?.delay ?? policy.delay ?? backoff;
        return pause(delay(attempts - 1), signal).then(attempt);
      };
      return attempt();
    };
}

/** Full exponential back-off with half of it random. */
export function backoff(retry: number): number {
  return 50 * 2 ** retry * (0.5 + Math.random() / 2);
}

/** Whether DynamoDB refused for want of capacity. */
export function isThrottle(error: unknown): boolean {
  return error instanceof Error && throttles.has(error.name);
}

const throttles = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'SlowDown',
  'TransactionInProgressException',
]);

const passing = new Set([
  'NetworkingError',
  'TimeoutError',
  'CRC32CheckFailed',
  'InvalidResponse',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
]);

function isRetryable(error: ServiceError): boolean {
  if (error.retryable !== undefined) return error.retryable;
  if (certificateFault(error) || isPlainText(error)) return false;
  return throttles.has(error.name) || passing.has(error.name) || (error.statusCode ?? 0) >= 500;
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal && { signal });
  } catch {
    throw new ServiceError('AbortError', 'Request aborted by user');
  }
}
