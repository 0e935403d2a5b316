import { type Item, keyId } from '@dynamodb-migrate/expressions';
import type { Page } from '../source/source';

/** Records that are kept beyond the last two pages of each segment. */
const kept = 200;

/** The pages whose records wrote last. */
export function recentPages() {
  const pages: Page[] = [];
  const segments = new Set<number>();
  const indexes = new WeakMap<Page, Map<string, number>>();
  let records = 0;
  const indexOf = (page: Page, names: readonly string[]) => {
    let index = indexes.get(page);
    if (!index) {
      index = new Map();
      for (let i = 0; i < page.records.length; i++) index.set(idOf(page.records.at(i) as Item, names), i);
      indexes.set(page, index);
    }
    return index;
  };
  return {
    add(page: Page) {
      if (pages.at(-1) === page || pages.includes(page)) return;
      pages.push(page);
      segments.add(page.segment);
      records += page.records.length;
      while (pages.length > 2 * segments.size && records > kept) records -= pages.shift()!.records.length;
    },
    find(key: Item): { image: Item; of: Page; at: number } | undefined {
      const names = Object.keys(key);
      const id = keyId(key);
      for (const page of pages) {
        const at = indexOf(page, names).get(id);
        if (at !== undefined) return { image: page.records.at(at) as Item, of: page, at };
      }
      return undefined;
    },
  };
}

function idOf(record: Item, names: readonly string[]): string {
  const key = Object.fromEntries(names.flatMap((name) => (record[name] ? [[name, record[name]]] : [])));
  return keyId(key);
}
