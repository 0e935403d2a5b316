import { type Item, keyConditionOf, keyOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { Door } from './door';
import type { Order } from './item-order';
import type { OverlayTable } from './overlay-table';
import { consumedByRead, readUnits, sizeOf } from './own-answer';
import { partitionId } from './partitions';
import { asRefused } from './refused';
import { shownBy } from './shown';

/** The page that a query would get from a table which holds only what was written. */
export function queryOverlay(door: Door, table: OverlayTable, input: Wire, { compare }: Order): Wire {
  const { IndexName, ExclusiveStartKey: start, Limit = Number.POSITIVE_INFINITY } = input;
  const index = table.info.indexes.find(({ name }) => name === IndexName);
  const keys = index?.keys ?? table.info.keys;
  const condition = asRefused(() => keyConditionOf(input, keys));
  const shown = shownBy(table, input);
  const found: { held: Item; image: Item }[] = [];
  for (const entry of table.inPartition(IndexName, partitionId(condition.partition))) {
    const image = table.image(entry);
    const held = shown.entry(image);
    if (held && condition.matches(held) && (!start || compare(held, start) > 0)) found.push({ held, image: image! });
  }
  found.sort((a, b) => compare(a.held, b.held));
  const page = found.slice(0, Limit);
  const Items = page.map(({ held, image }) => shown.show(held, image)).filter((item) => item !== undefined);
  const output: Wire = { Items, Count: Items.length, ScannedCount: page.length };
  if (found.length >= Limit) {
    output.LastEvaluatedKey = keyOf(page.at(-1)!.held, [...new Set([...table.info.keys, ...keys])]);
  }
  if (page.length > 0) {
    const units = readUnits(sizeOf(page.map(({ held }) => held)), input.ConsistentRead);
    const ConsumedCapacity = consumedByRead(door, input, input.TableName, units);
    if (ConsumedCapacity) output.ConsumedCapacity = ConsumedCapacity;
  }
  return output;
}
