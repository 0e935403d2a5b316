import { currentRecord } from '../engine/record-scope';
import type { Item } from '../items/attribute-value';
import type { Target } from '../send/send';
import { plainName } from '../tables/table-name';
import type { Image } from './entry';

/** The image that the caller knows an item to have, undefined when it knows nothing of it. */
export type KnownImage = (target: Target, table: string, key: Item) => Image | undefined;

/** Takes the record being migrated for the image of its own item. For scans that read whole items of that table. */
export function scannedImage(scanned: { region: string; endpoint?: string; table: string }): KnownImage {
  return ({ region, endpoint }, table, key) => {
    if (region !== scanned.region || endpoint !== scanned.endpoint) return undefined;
    if (plainName(table) !== plainName(scanned.table)) return undefined;
    const record = currentRecord()?.record as Item | undefined;
    return record && holdsKey(record, key) ? record : undefined;
  };
}

/** What writes on behalf of a record left behind, until the record is done. */
export interface LeftImages {
  get(id: string): (() => Image | undefined) | undefined;
  set(id: string, image: () => Image | undefined): void;
}

/** Remembers the images that the writes of each record left behind. */
export function createLeftImages(): LeftImages {
  const scopes = new WeakMap<object, Map<string, () => Image | undefined>>();
  return {
    get(id) {
      const scope = currentRecord();
      return scope && scopes.get(scope)?.get(id);
    },
    set(id, image) {
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
