import type { Item } from '@dynamodb-migrate/core';
import type { Store } from './store';

/** The same store for reading; what would be written to it goes to `onPut` and is forgotten. */
export function rehearsal(store: Store, onPut: (item: Item) => void): Store {
  const ignore = (_key: string, ...rest: unknown[]) => (rest.at(-1) as (error: null) => void)(null);
  const put = (_key: string, item: Item, done: (error: null) => void) => {
    onPut(item);
    done(null);
  };
  return {
    ...store,
    getItemDb: (table: string) => ({ ...store.getItemDb(table), put, del: ignore }),
    getIndexDb: () => ({ put: ignore, del: ignore }),
  };
}
