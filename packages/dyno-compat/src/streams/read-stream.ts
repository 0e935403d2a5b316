import { Readable, type ReadableOptions } from 'node:stream';
import { addCapacity, type Capacity } from '../capacity';
import type { DynoRequest } from '../request/request';
import type { DynoResponse } from '../request/response';

export interface ReadStreamOptions extends ReadableOptions {
  /** Pages to read at most. @default Infinity */
  pages?: number;
}

/** The records of a scan or query, read page by page as they are wanted. Its counts grow with every page. */
export interface ReadStream extends Readable {
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: { [attribute: string]: any };
  ConsumedCapacity?: Capacity;
}

/** Streams the pages of the requests that `request` makes from parameters; emits `validate` with each of them. */
export function readStream(
  request: (params: object) => DynoRequest,
  params: object = {},
  { pages = Number.POSITIVE_INFINITY, ...options }: ReadStreamOptions = {},
): ReadStream {
  let left = pages || Number.POSITIVE_INFINITY;
  let next: DynoRequest | undefined = request(params).handOut();
  let pending: DynoRequest | undefined;
  let items: unknown[] = [];
  let read = 0;

  const stream = new Readable({
    ...options,
    objectMode: true,
    read: push,
    destroy(error, callback) {
      (pending ?? next)?.abort();
      callback(error);
    },
  }) as ReadStream;
  stream.Count = 0;
  stream.ScannedCount = 0;
  return stream;

  function push(): void {
    let wanted = true;
    while (wanted && read < items.length) wanted = stream.push(items[read++]);
    if (read < items.length) return;
    if (next) {
      if (wanted && !pending) fetch(next);
    } else if (!pending) stream.push(null);
  }

  function fetch(page: DynoRequest): void {
    pending = page;
    page
      .on('validate', () => stream.emit('validate', page))
      .on('error', (error: Error) => {
        if (!stream.destroyed) stream.emit('error', error);
      })
      .on('success', take)
      .send();
  }

  function take(response: DynoResponse): void {
    const { data } = response;
    pending = undefined;
    left--;
    stream.Count += data.Count;
    stream.ScannedCount += data.ScannedCount;
    stream.LastEvaluatedKey = data.LastEvaluatedKey;
    if (data.ConsumedCapacity)
      stream.ConsumedCapacity = addCapacity(stream.ConsumedCapacity ?? {}, data.ConsumedCapacity);
    const more = left && response.hasNextPage();
    next = more ? request({ ...params, ExclusiveStartKey: data.LastEvaluatedKey }) : undefined;
    items = data.Items ?? [];
    read = 0;
    push();
  }
}
