import { type Item, keyId, keyOf, orderOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { OverlayTable } from './overlay-table';

/** The order in which a query shows items. */
export interface Order {
  compare(a: Item, b: Item): number;
  /** Whether nothing but a rule of our own tells the order of two items. */
  tied(a: Item, b: Item): boolean;
}

/** The order of a query's items: by sort key, and where an index has equal ones, by a rule of our own. */
export function itemOrder({ info }: OverlayTable, { IndexName, ScanIndexForward }: Wire): Order {
  const index = info.indexes.find(({ name }) => name === IndexName);
  const [, sortKey] = index?.keys ?? info.keys;
  const direction = ScanIndexForward === false ? -1 : 1;
  const bySortKey = (a: Item, b: Item) => (sortKey ? (orderOf(a[sortKey]!, b[sortKey]!) ?? 0) : 0);
  const idOf = (item: Item) => keyId(keyOf(item, info.keys)!);
  return {
    compare(a, b) {
      const place = bySortKey(a, b);
      if (place !== 0 || !index) return place * direction;
      const [x, y] = [idOf(a), idOf(b)];
      return x < y ? -direction : x > y ? direction : 0;
    },
    tied: (a, b) => index !== undefined && bySortKey(a, b) === 0 && idOf(a) !== idOf(b),
  };
}
