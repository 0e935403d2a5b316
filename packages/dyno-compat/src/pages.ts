import type { Callback, DynoRequest } from './request/request';
import { type ReadStream, readStream } from './streams/read-stream';

type Read = (params?: { [parameter: string]: any } | Callback | null, callback?: Callback) => DynoRequest | ReadStream;

/**
 * `query` or `scan` with its `Pages` parameter: without it one request, with it that many pages in one answer, read
 * through the stream that is returned.
 */
export function paginated(request: (params: object) => DynoRequest): Read {
  return (params, callback) =>
    typeof params === 'function' ? read(request, {}, params as Callback) : read(request, params ?? {}, callback);
}

function read(request: (params: object) => DynoRequest, params: any, callback?: Callback): DynoRequest | ReadStream {
  const { Pages, ...others } = params;
  if (Pages === undefined || Pages === null) {
    const single = request(others);
    if (typeof callback !== 'function') return single.handOut();
    single.send(callback);
    return single;
  }
  if (typeof callback !== 'function') throw new TypeError('A callback is needed to read several Pages');
  const items: unknown[] = [];
  const stream = readStream(request, others, { pages: Pages });
  return stream
    .on('validate', () => {
      if (typeof Pages !== 'number' || Pages < 1) throw new Error('Pages must be an integer greater than 0');
    })
    .on('error', callback as (error: Error) => void)
    .on('data', (item) => items.push(item))
    .on('end', () => {
      const { Count, ScannedCount, LastEvaluatedKey, ConsumedCapacity } = stream;
      (callback as any)(null, { Items: items, Count, ScannedCount, LastEvaluatedKey, ConsumedCapacity });
    });
}
