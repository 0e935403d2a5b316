import type { ServiceError } from '../send/service-error';

/** What an SDK client signs by: the milliseconds that the service's clock is ahead of this machine's. */
export interface Clock {
  systemClockOffset: number;
}

// A clock that is off by minutes makes every signature invalid; the service's own time says by how much.
const skewed = 4 * 60_000;

const aboutTime = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/**
 * Sets the clock by a refusal of a request that was signed `ahead` of this machine's time, and calls the refusal retryable
 * where the time may be all that was wrong. A service whose clock is off refuses for other reasons too, and those stay.
 */
export function setClock(clock: Clock, error: ServiceError, ahead: number): void {
  if (!aboutTime.has(error.name)) return;
  const now = Date.parse(error.headers?.date ?? '') - Date.now();
  if (!(Math.abs(now - ahead) > skewed)) return;
  clock.systemClockOffset = now;
  error.retryable = true;
}
