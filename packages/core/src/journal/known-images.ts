import { currentRecord, type RecordScope } from '../engine/record-scope';
import { currentAttempt } from '../guard/attempt';
import type { Item } from '../items/attribute-value';
import { keyId } from '../items/key';
import type { Target } from '../send/send';
import type { Page } from '../source/source';
import { plainName } from '../tables/table-name';
import type { Image } from './entry';

/** An image that the run knows an item to have had before it wrote to it. */
export interface Known {
  image: Image;
  /** The page that it was read with, or whatever else lives as long as the image is kept. */
  of: object;
}

/** What the caller knows of an item, undefined when that is nothing. */
export type KnownImage = (target: Target, table: string, key: Item) => Known | undefined;

/**
 * Takes the record being migrated for the image of its own item, and the records of the pages just before for those of
 * theirs. For scans that read whole items of that table.
 */
export function scannedImage(scanned: { region: string; endpoint?: string; table: string }): KnownImage {
  const recent = recentPages();
  return ({ region, endpoint }, table, key) => {
    if (region !== scanned.region || endpoint !== scanned.endpoint) return undefined;
    if (plainName(table) !== plainName(scanned.table)) return undefined;
    const scope = currentRecord();
    if (scope) recent.add(scope.page);
    const record = currentAttempt()?.record ?? (scope?.record as Item | undefined);
    return record && holdsKey(record, key) ? { image: record, of: scope!.page } : recent.find(key);
  };
}

/** Records that are kept beyond the last two pages of each segment. */
const kept = 200;

/** The pages whose records wrote last. */
function recentPages() {
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
    find(key: Item): Known | undefined {
      const names = Object.keys(key);
      const id = keyId(key);
      for (const page of pages) {
        const at = indexOf(page, names).get(id);
        if (at !== undefined) return { image: page.records.at(at) as Item, of: page };
      }
      return undefined;
    },
  };
}

function idOf(record: Item, names: readonly string[]): string {
  const key = Object.fromEntries(names.flatMap((name) => (record[name] ? [[name, record[name]]] : [])));
  return keyId(key);
}

/** What the run's own writes made of items. */
export interface LeftImages {
  /** What the last write to an item on behalf of the current record left; gives undefined where that is not known. */
  get(id: string): (() => Image | undefined) | undefined;
  /** Whether the run has written to an item since it was read with a page. */
  wrote(page: object, id: string): boolean;
  set(id: string, image: () => Image | undefined, page: object | undefined): void;
}

/** Remembers the images that the writes of each record left behind, until the record is done. */
export function createLeftImages(): LeftImages {
  const scopes = new WeakMap<RecordScope, Map<string, () => Image | undefined>>();
  const written = new WeakMap<object, Set<string>>();
  return {
    get(id) {
      const scope = currentRecord();
      return scope && scopes.get(scope)?.get(id);
    },
    wrote: (page, id) => written.get(page)?.has(id) ?? false,
    set(id, image, page) {
      if (page) written.set(page, (written.get(page) ?? new Set()).add(id));
      const scope = currentRecord();
      if (!scope) return;
      const images = scopes.get(scope) ?? new Map<string, () => Image | undefined>();
      scopes.set(scope, images.set(id, image));
    },
  };
}

function holdsKey(record: Item, key: Item): boolean {
  return Object.entries(key).every(([name, value]) => {
    const [type] = Object.keys(value) as ['S'];
    return type !== undefined && (record[name] as { S: string } | undefined)?.[type] === (value as { S: string })[type];
  });
}
