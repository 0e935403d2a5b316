import { Stream } from 'node:stream';
import { copy } from './copy';

type Done = (error: Error | null, value?: any) => void;

/** The part of a range over keys that dynalite asks for. */
export interface Range {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
}

/** A sorted key-value store with the interface of dynalite's own, whose callbacks come before the call returns. */
export function memoryDb() {
  const values = new Map<string, unknown>();
  let sorted: string[] | undefined;

  function put(key: string, value: unknown): void {
    if (!values.has(key)) sorted = undefined;
    values.set(key, copy(value));
  }

  function del(key: string): void {
    if (values.delete(key)) sorted = undefined;
  }

  function keys({ gt, gte, lt, lte, reverse, limit = -1 }: Range = {}): string[] {
    sorted ??= [...values.keys()].sort();
    const from = gt !== undefined ? below(sorted, (key) => key <= gt) : below(sorted, (key) => key < (gte ?? ''));
    const to = lte !== undefined ? below(sorted, (key) => key <= lte) : below(sorted, (key) => !lt || key < lt);
    const range = limit >= 0 && !reverse ? sorted.slice(from, Math.min(to, from + limit)) : sorted.slice(from, to);
    if (reverse) range.reverse();
    return limit >= 0 ? range.slice(0, limit) : range;
  }

  return {
    // A call is over before the next one starts, so there is nothing to lock.
    lock: (_key: string, work: (release: (done: Done) => Done) => void) => work((done) => done),
    get: (key: string, done: Done) => done(null, values.get(key)),
    put(key: string, value: unknown, done: Done) {
      put(key, value);
      done(null);
    },
    del(key: string, done: Done) {
      del(key);
      done(null);
    },
    batch(changes: { type: string; key: string; value?: unknown }[], done: Done) {
      for (const { type, key, value } of changes) type === 'del' ? del(key) : put(key, value);
      done(null);
    },
    createKeyStream: (range?: Range) => stream(() => keys(range)),
    createValueStream: (range?: Range) => stream(() => keys(range).map((key) => values.get(key))),
  };
}

/** How many keys, from the first, satisfy a test that none after them satisfies. */
function below(keys: string[], test: (key: string) => boolean): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(keys[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Emits everything in one go, so that what the reader throws comes back to it as an error. */
function stream(read: () => unknown[]): Stream {
  let open = true;
  const emitter = Object.assign(new Stream(), {
    destroy() {
      open = false;
    },
  });
  queueMicrotask(() => {
    try {
      for (const value of read()) {
        if (!open) break;
        emitter.emit('data', value);
      }
      emitter.emit('end');
    } catch (error) {
      emitter.emit('error', error);
    }
  });
  return emitter;
}
