import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import type { SendOptions, Wire } from '../send/send';
import type { Door, Operation } from './door';
import { metered, sumCapacities } from './metered';
import type { OverlayTable } from './overlay-table';
import { withAttributes } from './projection';
import { isFiltered, keyNames } from './query';
import type { OverlayCursor } from './scan-cursors';
import { scratchDoor } from './scratch-door';
import { visible } from './visible';

/**
 * Scan: each item that was written stands where the real one stands; behind the last real page come those that the real
 * table does not show (new ones, and such as pass the filter only now).
 */
export const scan: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const table = await overlay.find(next, target, input.TableName);
  if (!table || table.touched.all === 0) return metered(door, next, 'Scan', input, options);

  const reader = { door, table, ...withAttributes(input, keyNames(table, input.IndexName)), options };
  const limit: number = input.Limit ?? Number.POSITIVE_INFINITY;
  const page: ScanPage = { items: [], filtered: 0, outputs: [] };
  let cursor = overlay.cursors.of(input);
  if (!cursor) {
    await readReal(reader, page, limit, input.ExclusiveStartKey);
    if (page.next) overlay.cursors.forget(input, page.next);
    else cursor = {};
  }
  if (cursor && hasOwn(table, input)) {
    if (page.items.length < limit) cursor = await readOverlay(reader, page, limit, cursor);
    page.next = cursor && (cursor.after ?? keyOf(page.items.at(-1)!, keyNames(table, input.IndexName)));
    if (page.next && cursor) overlay.cursors.remember(input, page.next, cursor);
  }
  const output: Wire = {
    Count: page.items.length,
    ScannedCount: page.items.length + page.filtered,
    ...sumCapacities(page.outputs),
  };
  if (input.Select !== 'COUNT') output.Items = page.items.map(reader.strip);
  if (page.next) output.LastEvaluatedKey = page.next;
  return output;
};

interface Reader {
  door: Door;
  table: OverlayTable;
  input: Wire;
  options: SendOptions | undefined;
}

interface ScanPage {
  items: Item[];
  /** Items looked at and not shown. */
  filtered: number;
  outputs: Wire[];
  next?: Item;
}

/** Whether the overlay may show items that no page of the real table does. */
function hasOwn({ touched }: OverlayTable, input: Wire): boolean {
  return touched.added > 0 || isFiltered(input) || input.IndexName !== undefined;
}

async function readReal({ door, table, input, options }: Reader, page: ScanPage, limit: number, from?: Item) {
  let start = from;
  do {
    const request: Wire = { ...input, ...(start && { ExclusiveStartKey: start }) };
    if (input.Limit) request.Limit = limit - page.items.length;
    const real = await metered(door, door.next, 'Scan', request, options);
    page.outputs.push(real);
    page.filtered += real.ScannedCount - real.Count;
    for (const item of real.Items as Item[]) {
      const shown = await present(door, table, input, item);
      if (shown) page.items.push(shown);
    }
    start = real.LastEvaluatedKey;
  } while (start && input.Limit && page.items.length < limit && !isFiltered(input));
  page.next = start;
}

async function present(door: Door, table: OverlayTable, input: Wire, item: Item): Promise<Item | undefined> {
  const id = table.idOf(item)!;
  if (!table.touch(id)) return item;
  const { scratch, locks } = door.overlay;
  return locks.run([table.lockId(id)], () => visible(scratch, table, table.after, id, input));
}

/** Reads one page of the overlay; gives where to go on, if anywhere. */
async function readOverlay(
  { door, table, input }: Reader,
  page: ScanPage,
  limit: number,
  cursor: OverlayCursor,
): Promise<OverlayCursor | undefined> {
  const { ExclusiveStartKey: _, ...request } = input;
  if (cursor.after) request.ExclusiveStartKey = cursor.after;
  if (input.Limit) request.Limit = limit - page.items.length;
  const ours = await scratchDoor(door, table, input.TableName)('Scan', request);
  page.outputs.push(ours);
  page.filtered += ours.ScannedCount - ours.Count;
  for (const item of ours.Items as Item[]) {
    if (await isOwn(door, table, input, item)) page.items.push(item);
  }
  return ours.LastEvaluatedKey && { after: ours.LastEvaluatedKey };
}

/** Whether no page of the real table shows an item of the overlay. */
async function isOwn({ overlay, addedEarlier }: Door, table: OverlayTable, input: Wire, item: Item): Promise<boolean> {
  const id = table.idOf(item)!;
  const touch = table.touch(id);
  if (!touch) return false;
  if (addedEarlier && touch.generation >= overlay.generation) return false;
  if (!touch.existed) return true;
  if (!isFiltered(input) && !input.IndexName) return false;
  const real = await overlay.locks.run([table.lockId(id)], () =>
    visible(overlay.scratch, table, table.before, id, input),
  );
  return real === undefined;
}
