import { Writable, type WritableOptions } from 'node:stream';
import type { DynoRequest } from '../request/request';
import type { DynoResponse } from '../request/response';

export interface PutStreamOptions extends WritableOptions {
  /** Batches under way at once. @default 1 */
  concurrency?: number;
  /** Listens to the `retry` event of each request. */
  retry?: (response: DynoResponse) => void;
}

/** Puts the records written to it in batches of 25. `requestCount` counts the requests made. */
export interface PutStream extends Writable {
  requestCount: number;
}

const batchSize = 25;

/** A stream that puts records into a table by the BatchWriteItem requests that `request` makes. */
export function putStream(
  request: (params: object) => DynoRequest,
  tableName: string,
  { concurrency = 1, retry, ...options }: PutStreamOptions = {},
): PutStream {
  let batch: object[] = [];
  let underWay = 0;
  let onRoom: (() => void) | undefined;
  let onIdle: (() => void) | undefined;

  const stream = new Writable({
    ...options,
    objectMode: true,
    write(item, _encoding, callback) {
      batch.push({ PutRequest: { Item: item } });
      if (batch.length === batchSize) sendBatch();
      if (underWay < Math.max(1, concurrency)) callback();
      else onRoom = callback;
    },
    final(callback) {
      if (batch.length > 0) sendBatch();
      if (underWay === 0) callback();
      else onIdle = callback;
    },
  }) as PutStream;
  stream.requestCount = 0;
  return stream;

  function sendBatch(): void {
    underWay++;
    put({ [tableName]: batch }, 0);
    batch = [];
  }

  function put(RequestItems: object, attempt: number): void {
    const sent = request({ RequestItems });
    if (retry) sent.on('retry', retry);
    stream.requestCount++;
    sent.send((error, data) => {
      if (stream.destroyed) return;
      if (error) stream.destroy(error);
      else if (Object.keys(data.UnprocessedItems).length === 0) settle();
      else setTimeout(put, pause(attempt), data.UnprocessedItems, attempt + 1);
    });
  }

  function settle(): void {
    underWay--;
    const room = onRoom;
    onRoom = undefined;
    room?.();
    if (underWay === 0) onIdle?.();
  }
}

/** Milliseconds before unprocessed items are sent again: doubling from 50, half of it random, never above 5 s. */
function pause(attempt: number): number {
  return Math.min(5000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);
}
