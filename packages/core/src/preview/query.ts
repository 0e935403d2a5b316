import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { Operation } from './door';
import { itemOrder, type Order } from './item-order';
import { metered, sumCapacities } from './metered';
import type { OverlayTable } from './overlay-table';
import { withAttributes } from './projection';
import { queryOverlay } from './query-overlay';

/** Query: the items of the real table that were not written, merged in order with those of the overlay. */
export const query: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const table = await overlay.find(next, target, input.TableName);
  if (!table || table.written === 0) return metered(door, next, 'Query', input, options);

  const keys = keyNames(table, input.IndexName);
  const { input: asked, strip } = withAttributes(input, keys);
  const limit: number | undefined = input.Limit;
  const order = itemOrder(table, input);
  const items: Item[] = [];
  const outputs: Wire[] = [];
  let start: Item | undefined = input.ExclusiveStartKey;
  let filtered = 0;
  for (;;) {
    const request: Wire = { ...asked, ...(start && { ExclusiveStartKey: start }) };
    if (limit) request.Limit = limit - items.length;
    const real = await metered(door, next, 'Query', request, options);
    const ours = queryOverlay(door, table, request, order);
    outputs.push(real, ours);
    const page = mergePages(untouched(table, real), ours, order);
    if (page.tied) overlay.note(tieNote(input.IndexName, table.info.name));
    filtered += real.ScannedCount + ours.ScannedCount - real.Count - ours.Count;
    const room = limit ? limit - items.length : page.items.length;
    items.push(...page.items.slice(0, room));
    start = page.items.length > room ? keyOf(items.at(-1)!, keys) : page.next;
    if (limit && items.length >= limit) start ??= keyOf(items.at(-1)!, keys);
    // Without a filter a page holds as many items as it may, however many of the real ones are gone.
    if (!start || !limit || items.length >= limit || isFiltered(input)) break;
  }
  const output: Wire = { Count: items.length, ScannedCount: items.length + filtered, ...sumCapacities(outputs) };
  if (input.Select !== 'COUNT') output.Items = items.map(strip);
  if (start) output.LastEvaluatedKey = start;
  return output;
};

/** Names of the attributes that make up the place of an item in a table or an index. */
export function keyNames({ info }: OverlayTable, indexName: string | undefined): string[] {
  const index = info.indexes.find(({ name }) => name === indexName);
  return [...new Set([...info.keys, ...(index?.keys ?? [])])];
}

export function isFiltered(input: Wire): boolean {
  return Boolean(input.FilterExpression || input.QueryFilter || input.ScanFilter);
}

function untouched(table: OverlayTable, page: Wire): Wire {
  return { ...page, Items: page.Items.filter((item: Item) => table.find(table.idOf(item)!) === undefined) };
}

interface MergedPage {
  items: Item[];
  next: Item | undefined;
  /** Whether items lie on both sides of the page's end with nothing to tell their order. */
  tied: boolean;
}

/** Merges two pages up to the end of the one that ends first. */
function mergePages(real: Wire, ours: Wire, order: Order): MergedPage {
  const ends: Item[] = [real.LastEvaluatedKey, ours.LastEvaluatedKey].filter(Boolean);
  const end = ends.sort(order.compare)[0];
  const all: Item[] = [...real.Items, ...ours.Items].sort(order.compare);
  const items = end ? all.filter((item) => order.compare(item, end) <= 0) : all;
  const others = end ? ours.Items.filter((item: Item) => order.tied(item, end)) : [];
  return { items, next: end, tied: others.length > 0 };
}

function tieNote(index: string, table: string): string {
  return `Queries of ${table} by its index ${index} read several pages of items with equal index keys: written ones may be missing from them, or be there twice.`;
}
