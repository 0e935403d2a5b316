import type { DynoRequest } from '../request/request';
import type { DynoResponse } from '../request/response';
import { concurrently } from './concurrently';

/** Unsent requests, null where nothing is to be sent, that can be sent together. */
export interface RequestSet extends Array<DynoRequest | null> {
  sendAll: SendAll;
}

/**
 * `errors`, `data` and `unprocessed` have an element for each request, null where there is none. `errors` and
 * `unprocessed` are null altogether when no request failed or left something.
 */
export type SendAllCallback = (errors: any[] | null, data: any[], unprocessed: RequestSet | null) => void;

/** Sends all requests, one at a time unless a concurrency is given. */
export type SendAll = {
  (callback: SendAllCallback): void;
  (concurrency: number, callback: SendAllCallback): void;
};

/** A request set; `again` makes the requests for what the service leaves unprocessed. */
export function requestSet(requests: (DynoRequest | null)[], again: (params: object) => DynoRequest): RequestSet {
  // Scripts may put null in the place of requests before they send them all.
  const sendAll = (concurrency: number | SendAllCallback, callback?: SendAllCallback) => {
    if (typeof concurrency === 'function') sendTogether(requests, 1, again, concurrency);
    else sendTogether(requests, concurrency, again, callback!);
  };
  return Object.assign(requests, { sendAll }) as RequestSet;
}

type Outcome = Pick<DynoResponse, 'error' | 'data'>;

function sendTogether(
  requests: (DynoRequest | null)[],
  concurrency: number,
  again: (params: object) => DynoRequest,
  callback: SendAllCallback,
): void {
  const send = (request: DynoRequest | null, next: (outcome: Outcome) => void) => {
    if (request) request.onComplete(next).send();
    else next({ error: null, data: null });
  };
  concurrently(requests, concurrency, send, (outcomes) => {
    const errors = outcomes.map(({ error }) => error);
    const left = outcomes
      .map(({ data }) => unprocessedOf(data))
      .map((items) => items && again({ RequestItems: items }));
    callback(
      errors.some(Boolean) ? errors : null,
      outcomes.map(({ data }) => data),
      left.some(Boolean) ? requestSet(left, again) : null,
    );
  });
}

/** What the service left, as the RequestItems of another request; null when nothing. */
export function unprocessedOf(data: any): { [table: string]: any } | null {
  const left = data?.UnprocessedItems ?? data?.UnprocessedKeys;
  return left && Object.keys(left).length > 0 ? left : null;
}
