import type { Item } from '@dynamodb-migrate/expressions';
import type { SendOptions, Wire } from '../send/send';
import type { Door } from './door';
import { hashOf } from './images/key-index';
import type { OverlayTable } from './overlay-table';
import { consumedByRead, readUnits, sizeOf } from './own-answer';
import { partitionId } from './partitions';
import { isFiltered } from './query';
import { isShown, type Shown } from './shown';

/** A scan that is being answered. */
export interface ScanReader {
  door: Door;
  table: OverlayTable;
  input: Wire;
  shown: Shown;
  options: SendOptions | undefined;
}

/** What a scan reads of the overlay at a time. */
export interface OwnPage {
  items: Item[];
  /** Items looked at and not shown. */
  filtered: number;
  output: Wire;
  /** The entry at which the scan goes on, if it does. */
  next: number | undefined;
}

const mostBytes = 2 ** 20;

/** Reads the items that no page of the real table shows, from an entry on: so many of them, or 1 MB. */
export async function scanOverlay(reader: ScanReader, from: number, limit: number): Promise<OwnPage> {
  const { door, table, input, shown } = reader;
  // Which items are new to the table is known once it was asked for all that was written.
  await door.overlay.settle();
  const page: OwnPage = { items: [], filtered: 0, output: {}, next: undefined };
  let read = 0;
  let bytes = 0;
  for (let entry = from; entry < table.written; entry++) {
    if (page.items.length > 0 && (page.items.length >= limit || bytes >= mostBytes)) {
      page.next = entry;
      break;
    }
    if (!isOwn(reader, entry)) continue;
    const image = table.image(entry);
    const held = shown.entry(image);
    if (!held || !isInSegment(held[table.info.keys[0]!]!, input)) continue;
    read++;
    bytes += sizeOf([held]);
    const item = shown.show(held, image!);
    if (item) page.items.push(item);
    else page.filtered++;
  }
  if (read > 0) {
    const ConsumedCapacity = consumedByRead(door, input, input.TableName, readUnits(bytes, input.ConsistentRead));
    if (ConsumedCapacity) page.output.ConsumedCapacity = ConsumedCapacity;
  }
  return page;
}

/** Whether no page of the real table shows an entry's item. */
function isOwn({ door, table, input, shown }: ScanReader, entry: number): boolean {
  const { overlay, addedEarlier } = door;
  if (addedEarlier && table.generation(entry) >= overlay.generation) return false;
  if (!table.existed(entry)) return true;
  if (!isFiltered(input) && !input.IndexName) return false;
  return !isShown(shown, table.before(entry));
}

/** New items have a segment of their own choice, always the same one. */
function isInSegment(partition: Item[string], { Segment, TotalSegments }: Wire): boolean {
  return TotalSegments === undefined || hashOf(partitionId(partition)) % TotalSegments === Segment;
}
