import type { DynoClient, MultiDynoClient } from './client';
import { parse, rethrow, withAsync } from './methods';
import { callBack } from './table';

/** Joins a client that reads and one that writes; tables are made and deleted in both places. */
export function multi(read: DynoClient, write: DynoClient): MultiDynoClient {
  const onBoth =
    (method: 'createTableAsync' | 'deleteTableAsync') =>
    (...args: unknown[]) => {
      const { params, callback = rethrow } = parse(args);
      const both = Promise.all([read, write].map((client) => client[method](params)));
      callBack(both, callback, () => [null]);
    };
  return {
    ...write,
    ...read,
    ...withAsync({ createTable: onBoth('createTableAsync'), deleteTable: onBoth('deleteTableAsync') }),
    config: { read: read.config, write: write.config },
    read,
    write,
  } as unknown as MultiDynoClient;
}
