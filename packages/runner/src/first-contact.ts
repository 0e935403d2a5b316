import { type AttemptFailure, type Layer, ServiceError } from '@dynamodb-migrate/core';

// Attempts at finding an address. A name that is not known will hardly become it; a name server may be about to answer.
const enough: { [errno: string]: number } = { ENOTFOUND: 3, EAI_AGAIN: 6 };

// A name server that is silent takes seconds for each.
const patient = 3000;

/**
 * Sits above the retries: until anything has been answered through any of its doors, an address that is not found is given
 * up within seconds, as it is wrong or there is no network. Later that is an outage, to be waited out like any other.
 */
export function firstContact(): Layer {
  let answered = false;
  return (next) => (operation, input, options) => {
    if (answered) return next(operation, input, options);
    const since = Date.now();
    const onFailure = (failure: AttemptFailure) => {
      options?.retry?.onFailure?.(failure);
      const { errno = '', statusCode } = failure.error instanceof ServiceError ? failure.error : {};
      if (statusCode !== undefined) answered = true;
      if (answered || !Object.hasOwn(enough, errno)) return;
      if (failure.attempts >= enough[errno]! || Date.now() - since > patient) failure.retryable = false;
    };
    return next(operation, input, { ...options, retry: { ...options?.retry, onFailure } }).then((output) => {
      answered = true;
      return output;
    });
  };
}
