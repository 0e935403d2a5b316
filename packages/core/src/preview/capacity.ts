import { equalItems, type Item, itemSize, keyId, keyOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { IndexInfo } from '../tables/describe';

/** Write units of replacing one image by another: one for each started KB of the larger one, at least one. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const bytes = Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0);
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** Write units that an index adds, roughly: an entry that moves is written twice, one that stays the same not at all. */
export function indexWriteUnits(index: IndexInfo, before: Item | undefined, after: Item | undefined): number {
  const [old, now] = [before && keyOf(before, index.keys), after && keyOf(after, index.keys)];
  if (!old && !now) return 0;
  if (old && now && keyId(old) !== keyId(now)) return writeUnits(before, undefined) + writeUnits(undefined, after);
  return equalItems(before, after) ? 0 : writeUnits(old && before, now && after);
}

/** What a write would consume on a table and its indexes. */
export interface Consumed {
  table: number;
  indexes: { [name: string]: number };
}

export function consumedByWrite(indexes: readonly IndexInfo[], before?: Item, after?: Item): Consumed {
  const units = indexes.map((index) => [index.name, indexWriteUnits(index, before, after)] as const);
  return { table: writeUnits(before, after), indexes: Object.fromEntries(units.filter(([, count]) => count > 0)) };
}

export function totalUnits({ table, indexes }: Consumed): number {
  return Object.values(indexes).reduce((sum, units) => sum + units, table);
}

/** Adds what a write consumes to what a table has consumed so far. */
export function addConsumed(
  usage: { writeUnits: number; indexes: { [name: string]: number } },
  consumed: Consumed,
): void {
  usage.writeUnits += totalUnits(consumed);
  for (const [name, units] of Object.entries(consumed.indexes)) {
    usage.indexes[name] = (usage.indexes[name] ?? 0) + units;
  }
}

/** Adds up what several writes consume, times `factor`. */
export function sumConsumed(all: readonly Consumed[], factor = 1): Consumed {
  let sum = 0;
  const byIndex = new Map<string, number>();
  for (const { table, indexes } of all) {
    sum += table * factor;
    for (const [name, units] of Object.entries(indexes)) byIndex.set(name, (byIndex.get(name) ?? 0) + units * factor);
  }
  return { table: sum, indexes: Object.fromEntries(byIndex) };
}

/** The `ConsumedCapacity` that a request asked for, if it did. */
export function consumedCapacity(input: Wire, table: string, consumed: Consumed): Wire | undefined {
  const asked = input.ReturnConsumedCapacity;
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const capacity: Wire = { TableName: table, CapacityUnits: totalUnits(consumed) };
  if (asked === 'TOTAL') return capacity;
  capacity.Table = { CapacityUnits: consumed.table };
  const indexes = Object.entries(consumed.indexes).map(([name, CapacityUnits]) => [name, { CapacityUnits }]);
  if (indexes.length > 0) capacity.GlobalSecondaryIndexes = Object.fromEntries(indexes);
  return capacity;
}
