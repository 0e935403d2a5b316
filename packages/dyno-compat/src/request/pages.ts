import { clientError } from './errors';
import type { DynoRequest } from './request';
import type { DynoResponse } from './response';
import type { Operation } from './shapes';

interface Pagination {
  input: string;
  output: string;
  items?: string;
}

const paginations: { [operation in Operation]?: Pagination } = {
  batchGetItem: { input: 'RequestItems', output: 'UnprocessedKeys' },
  listTables: { input: 'ExclusiveStartTableName', output: 'LastEvaluatedTableName', items: 'TableNames' },
  query: { input: 'ExclusiveStartKey', output: 'LastEvaluatedKey', items: 'Items' },
  scan: { input: 'ExclusiveStartKey', output: 'LastEvaluatedKey', items: 'Items' },
};

export function isPageable(operation: Operation): boolean {
  return operation in paginations;
}

/** Where the next page begins: undefined after the last one, null for operations without pages. */
export function pageToken(operation: Operation, data: any): unknown {
  const pagination = paginations[operation];
  if (!pagination) return null;
  const token = data?.[pagination.output];
  return typeof token === 'object' && Object.keys(token).length === 0 ? undefined : token;
}

export function nextPage(response: DynoResponse, callback?: (error: any, data: any) => void): DynoRequest | null {
  const { service, operation, rawParams } = response.request;
  const token = pageToken(operation, response.data);
  if (token === null) {
    const error = clientError('Error', `No pagination configuration for ${operation}`);
    if (!callback) throw error;
    callback(error, null);
    return null;
  }
  if (token === undefined) {
    callback?.(response.error, null);
    return null;
  }
  const Request = response.request.constructor as typeof DynoRequest;
  const request = new Request(service, operation, { ...rawParams, [paginations[operation]!.input]: token });
  if (!callback) return request.handOut();
  request.send(callback);
  return request;
}

type OnPage = (this: DynoResponse, error: any, data: any, done?: (goOn?: boolean) => void) => unknown;

/**
 * Calls back with each page, then with null. Going on waits for `done` when the callback takes it; otherwise it is
 * stopped by returning false.
 */
export function eachPage(request: DynoRequest, callback: OnPage): void {
  request.on('complete', function onComplete(response: DynoResponse) {
    const goOn = (answer?: unknown) => {
      if (answer === false || response.error) return;
      const next = response.hasNextPage() ? response.nextPage() : null;
      if (next) next.on('complete', onComplete).send();
      else callback.call(response, null, null, () => {});
    };
    if (callback.length >= 3) callback.call(response, response.error, response.data, goOn);
    else goOn(callback.call(response, response.error, response.data));
  });
  request.send();
}

/** Calls back with each item of each page, then with null; returning false stops. */
export function eachItem(request: DynoRequest, callback: (error: any, item: any) => unknown): void {
  const member = paginations[request.operation]?.items;
  eachPage(request, (error, data) => {
    if (error || data === null) return callback(error, null);
    for (const item of (member && data[member]) ?? []) if (callback(null, item) === false) return false;
    return true;
  });
}
