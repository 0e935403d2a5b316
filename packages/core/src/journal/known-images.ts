import type { Item } from '@dynamodb-migrate/expressions';
import { currentRecord } from '../engine/record-scope';
import { currentAttempt } from '../guard/attempt';
import type { Target } from '../send/send';
import { plainName } from '../tables/table-name';
import type { Image } from './entry';
import { recentPages } from './recent-pages';

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
    return record && holdsKey(record, key) ? { image: record, of: scope?.page ?? record } : recent.find(key);
  };
}

function holdsKey(record: Item, key: Item): boolean {
  return Object.entries(key).every(([name, value]) => {
    const [type] = Object.keys(value) as ['S'];
    return type !== undefined && (record[name] as { S: string } | undefined)?.[type] === (value as { S: string })[type];
  });
}
