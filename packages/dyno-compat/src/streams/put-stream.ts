import { Writable, type WritableOptions } from 'node:stream';
import type { Handed } from '@dynamodb-migrate/core';
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

/** Follows an item that was written to a stream, until the stream has put it. */
export type Follow = (stream: PutStream) => Handed | undefined;

/** A stream that puts records into a table by the BatchWriteItem requests that `request` makes. */
export function putStream(
  request: (params: object) => DynoRequest,
  tableName: string,
  { concurrency = 1, retry, ...options }: PutStreamOptions = {},
  follow: Follow = () => undefined,
): PutStream {
  let batch: object[] = [];
  /** Of the items that are in no request yet, in their order. */
  const waiting: (Handed | undefined)[] = [];
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
    destroy(error, callback) {
      end(waiting);
      if (options.destroy) options.destroy.call(this, error, callback);
      else callback(error);
    },
  }) as PutStream;
  stream.requestCount = 0;
  // An item may wait in the stream before it is taken, and is on behalf of whoever wrote it.
  const { write } = stream;
  stream.write = ((...args: Parameters<typeof write>) => {
    if (stream.writable && args[0] !== null) waiting.push(follow(stream));
    return write.apply(stream, args);
  }) as typeof write;
  return stream;

  function sendBatch(): void {
    underWay++;
    const handed = waiting.splice(0, batch.length);
    for (const one of handed) one?.sent();
    put({ [tableName]: batch }, handed, 0);
    batch = [];
  }

  function put(RequestItems: object, handed: (Handed | undefined)[], attempt: number): void {
    const sent = request({ RequestItems });
    if (retry) sent.on('retry', retry);
    stream.requestCount++;
    sent.send((error, data) => {
      const left = error || stream.destroyed ? undefined : data.UnprocessedItems;
      if (left && Object.keys(left).length > 0) {
        setTimeout(put, pause(attempt), left, handed, attempt + 1);
        return;
      }
      end(handed);
      if (stream.destroyed) return;
      if (error) stream.destroy(error);
      else settle();
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

function end(handed: readonly (Handed | undefined)[]): void {
  for (const one of handed) one?.ended();
}

/** Milliseconds before unprocessed items are sent again: doubling from 50, half of it random, never above 5 s. */
function pause(attempt: number): number {
  return Math.min(5000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);
}
