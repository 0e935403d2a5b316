import type { Item } from '@dynamodb-migrate/expressions';
import { currentRecord } from '../engine/record-scope';
import { currentAttempt } from '../guard/attempt';
import type { Target, Wire } from '../send/send';
import { plainName } from '../tables/table-name';
import type { Image } from './entry';
import { recentPages } from './recent-pages';

/** An image that the run knows an item to have had before it wrote to it. */
export interface Known {
  image: Image;
  /** Its JSON as it came, where that is at hand. */
  text?: string | undefined;
  /** The page that it was read with, or whatever else lives as long as the image is kept. */
  of: object;
  /** Its place there, which tells it from all others. */
  at?: number;
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
    if (!record || !holdsKey(record, key)) return recent.find(key);
    if (!scope) return { image: record, of: record };
    const { page, index } = scope;
    const text = record === scope.record ? page.records.textAt?.(index) : undefined;
    return { image: record, text, of: page, at: index };
  };
}

function holdsKey(record: Item, key: Item): boolean {
  for (const name in key) {
    const held = record[name] as Wire | undefined;
    const value = key[name] as Wire;
    if (held === value) continue;
    const type = Object.keys(value)[0];
    if (!held || type === undefined || held[type] !== value[type]) return false;
  }
  return true;
}
