import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { Operation } from './door';
import { metered, sumCapacities } from './metered';
import { withAttributes } from './projection';
import { isFiltered, keyNames } from './query';
import { type ScanReader, scanOverlay } from './scan-overlay';
import { shownBy } from './shown';

/**
 * Scan: each item that was written stands where the real one stands; behind the last real page come those that the real
 * table does not show (new ones, and such as pass the filter only now).
 */
export const scan: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const table = await overlay.find(next, target, input.TableName);
  if (!table || table.written === 0) return metered(door, next, 'Scan', input, options);

  const names = keyNames(table, input.IndexName);
  const projected = withAttributes(input, names);
  const reader = { door, table, input: projected.input, shown: shownBy(table, projected.input), options };
  const limit: number = input.Limit ?? Number.POSITIVE_INFINITY;
  const page: ScanPage = { items: [], filtered: 0, outputs: [] };
  let cursor = overlay.cursors.of(input);
  if (cursor === undefined) {
    await readReal(reader, page, limit, input.ExclusiveStartKey);
    if (page.next) overlay.cursors.forget(input, page.next);
    else cursor = 0;
  }
  if (cursor !== undefined) {
    if (page.items.length < limit) {
      const own = await scanOverlay(reader, cursor, limit - page.items.length);
      page.items.push(...own.items);
      page.filtered += own.filtered;
      page.outputs.push(own.output);
      cursor = own.next;
    }
    page.next = cursor === undefined ? undefined : keyOf(page.items.at(-1)!, names);
    if (page.next && cursor !== undefined) overlay.cursors.remember(input, page.next, cursor);
  }
  const output: Wire = {
    Count: page.items.length,
    ScannedCount: page.items.length + page.filtered,
    ...sumCapacities(page.outputs),
  };
  if (input.Select !== 'COUNT') output.Items = page.items.map(projected.strip);
  if (page.next) output.LastEvaluatedKey = page.next;
  return output;
};

interface ScanPage {
  items: Item[];
  /** Items looked at and not shown. */
  filtered: number;
  outputs: Wire[];
  next?: Item | undefined;
}

async function readReal(reader: ScanReader, page: ScanPage, limit: number, from?: Item): Promise<void> {
  const { door, input, options } = reader;
  let start = from;
  do {
    const request: Wire = { ...input, ...(start && { ExclusiveStartKey: start }) };
    if (input.Limit) request.Limit = limit - page.items.length;
    const real = await metered(door, door.next, 'Scan', request, options);
    page.outputs.push(real);
    page.filtered += real.ScannedCount - real.Count;
    for (const item of real.Items as Item[]) {
      const shown = await present(reader, item);
      if (shown) page.items.push(shown);
    }
    start = real.LastEvaluatedKey;
  } while (start && input.Limit && page.items.length < limit && !isFiltered(input));
  page.next = start;
}

/** What the scan shows in the place of an item of the real table. */
async function present({ door, table, shown }: ScanReader, item: Item): Promise<Item | undefined> {
  const id = table.idOf(item)!;
  const { locks } = door.overlay;
  const lockId = table.lockId(id);
  if (locks.busy(lockId)) await locks.run([lockId], async () => {});
  const entry = table.find(id);
  if (entry === undefined) return item;
  const image = table.image(entry);
  const held = shown.entry(image);
  return held && shown.show(held, image!);
}
