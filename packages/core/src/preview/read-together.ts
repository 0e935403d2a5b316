import type { Item } from '@dynamodb-migrate/expressions';
import { readImages } from '../journal/read-images';
import type { Send, SendOptions } from '../send/send';
import { ServiceError } from '../send/service-error';
import { needed } from './needed';
import type { Image } from './overlay-table';

/** Reads the image of an item, consistently. Rejects with `PREVIEW_NEEDS_READ` where that is not permitted. */
export type ReadImage = (table: string, key: Item, options?: SendOptions) => Promise<Image>;

interface Asked {
  table: string;
  key: Item;
  resolve(image: Image): void;
  reject(error: unknown): void;
}

const atOnce = 100;

/** Reads what is asked for at the same time, or while a request is under way, with one request: a hundred items at most. */
export function readTogether(send: Send): ReadImage {
  let waiting: Asked[] = [];
  let underWay = 0;

  async function read(): Promise<void> {
    const items = waiting.splice(0, atOnce);
    if (items.length === 0) return;
    const operation = items.length === 1 ? 'GetItem' : 'BatchGetItem';
    const tables = [...new Set(items.map(({ table }) => table))].join(', ');
    underWay++;
    try {
      const images = await needed(readImages(send, items), operation, tables);
      for (const [at, { resolve }] of items.entries()) resolve(images[at] ?? undefined);
    } catch (error) {
      for (const { reject } of items) reject(error);
    } finally {
      underWay--;
      void read();
    }
  }

  return (table, key, { signal } = {}) =>
    new Promise((resolve, reject) => {
      const abort = () => {
        waiting = waiting.filter((asked) => asked !== one);
        one.reject(new ServiceError('AbortError', 'Request aborted by user'));
      };
      const settle = <T>(how: (value: T) => void) => {
        return (value: T) => {
          signal?.removeEventListener('abort', abort);
          how(value);
        };
      };
      const one: Asked = { table, key, resolve: settle(resolve), reject: settle(reject) };
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(one);
      if (waiting.length >= atOnce) void read();
      else if (waiting.length === 1) setImmediate(() => underWay === 0 && void read());
    });
}
