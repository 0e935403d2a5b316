import { addCapacity, type Capacity } from '../capacity';
import { ownMember } from '../own-member';
import { clientError } from '../request/errors';
import type { DynoRequest } from '../request/request';
import type { DynoResponse } from '../request/response';
import { wireName } from '../request/shapes';
import { concurrently } from './concurrently';
import { unprocessedOf } from './request-set';

export interface CompleteResult {
  Responses?: { [table: string]: any[] };
  UnprocessedItems?: { [table: string]: any[] };
  UnprocessedKeys?: { [table: string]: { Keys: any[]; [setting: string]: any } };
  ConsumedCapacity?: Capacity;
}

/**
 * `error` is undefined when every request succeeded; with several failures it is the first, with all of them in
 * `errors`. Writes that were not made, and keys that were not read, are in the result either way.
 */
export type CompleteCallback = (error: any, result: CompleteResult) => void;

/** Unsent requests whose unprocessed items are sent again until nothing is left, or retries are used up. */
export interface CompleteRequestSet extends Array<DynoRequest> {
  sendAll: { (callback: CompleteCallback): void; (concurrency: number, callback: CompleteCallback): void };
}

export function completeRequestSet(
  requests: DynoRequest[],
  again: (params: object) => DynoRequest,
  maxRetries: number,
): CompleteRequestSet {
  const sendAll = (concurrency: number | CompleteCallback, callback?: CompleteCallback) => {
    if (typeof concurrency === 'function') sendCompletely(requests, 1, again, maxRetries, concurrency);
    else sendCompletely(requests, concurrency, again, maxRetries, callback!);
  };
  return Object.assign(requests, { sendAll }) as CompleteRequestSet;
}

function sendCompletely(
  requests: DynoRequest[],
  concurrency: number,
  again: (params: object) => DynoRequest,
  maxRetries: number,
  callback: CompleteCallback,
): void {
  const writes = requests[0]?.operation === 'batchWriteItem';
  const result: CompleteResult = writes ? { UnprocessedItems: {} } : { Responses: {}, UnprocessedKeys: {} };
  const errors: any[] = [];
  // Between two attempts nothing of it is at the door.
  const [first] = requests;
  const underWay = first?.service.hooks.onUnsent?.(requests, wireName(first.operation), '');
  underWay?.sent();

  const send = (request: DynoRequest, retry: number, next: () => void) => {
    const settle = ({ error, data }: DynoResponse) => {
      if (error) {
        errors.push(error);
        leave(request.rawParams.RequestItems);
        return next();
      }
      if (data.Responses) result.Responses ??= {};
      for (const table in data.Responses) append(result.Responses!, table, data.Responses[table]);
      if (data.ConsumedCapacity)
        result.ConsumedCapacity = addCapacity(result.ConsumedCapacity ?? {}, data.ConsumedCapacity);
      const left = unprocessedOf(data);
      if (left && retry < maxRetries) {
        const { RequestItems, ...others } = request.rawParams;
        setTimeout(() => send(again({ ...others, RequestItems: left }), retry + 1, next), 25 * 2 ** retry);
      } else {
        if (left) leave(left);
        next();
      }
    };
    request.onComplete(settle).send();
  };

  const leave = (left: { [table: string]: any }) => {
    for (const table in left) {
      if (writes) append(result.UnprocessedItems!, table, left[table]);
      else appendKeys(result.UnprocessedKeys!, table, left[table]);
    }
  };

  concurrently<DynoRequest, void>(
    requests,
    concurrency,
    (request, next) => send(request, 0, next),
    () => {
      underWay?.ended();
      callback(errors.length > 0 ? together(errors) : leftover(result, maxRetries), result);
    },
  );
}

function append(lists: { [table: string]: any[] }, table: string, more: any[]): void {
  const list = ownMember(lists, table, () => []);
  for (const element of more) list.push(element);
}

function appendKeys(
  tables: NonNullable<CompleteResult['UnprocessedKeys']>,
  table: string,
  { Keys, ...settings }: any,
): void {
  const one = ownMember(tables, table, () => ({ ...settings, Keys: [] }));
  for (const key of Keys) one.Keys.push(key);
}

function together(errors: any[]): any {
  const [first] = errors;
  if (errors.length > 1) Object.defineProperty(first, 'errors', { value: errors, configurable: true });
  return first;
}

/** Writes that were never made are an error; keys that were never read are only listed, as ever. */
function leftover({ UnprocessedItems = {} }: CompleteResult, maxRetries: number): Error | undefined {
  const count = Object.values(UnprocessedItems).reduce((sum, items) => sum + items.length, 0);
  if (count === 0) return undefined;
  const message = `${count} writes were still unprocessed after ${maxRetries} retries; they are listed in UnprocessedItems`;
  return clientError('UnprocessedItems', message, { retryable: true });
}
