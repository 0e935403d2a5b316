import { type Item, keyFromId } from '@dynamodb-migrate/expressions';
import type { SendOptions, Wire } from '../send/send';
import { batchGet } from './batch-get';
import { consumedByWrite, consumedCapacity, sumConsumed, totalUnits } from './capacity';
import { countWrite } from './count-write';
import type { Door } from './door';
import type { Seeded } from './overlay-table';
import { seed } from './seed';
import { type Part, takeTurn, targetsOf } from './take-turn';

export interface WriteOptions {
  operation: string;
  input: Wire;
  /** Write units for each that a plain write consumes. */
  factor: number;
  /** Carries the operation out, given the scratch table for each name. */
  execute(scratchTables: Map<string, string>): Promise<Wire>;
  options: SendOptions | undefined;
}

/** An operation on many items, carried out by the scratch engine with all their keys locked. */
export function writeMany(door: Door, { operation, input, factor, execute, options }: WriteOptions): Promise<Wire> {
  const { overlay, target } = door;
  const targets = targetsOf(operation, input);
  for (const { name } of targets.slice(1)) overlay.usage(target.region, name).operations++;
  const execution = () =>
    takeTurn(door, targets, async (parts) => {
      const scratchTables = new Map(parts.map(({ name, table }) => [name, table.after]));
      // An invalid key makes the engine refuse the operation as a whole.
      if (parts.some(({ ids }) => ids.includes(undefined))) return execute(scratchTables);

      const seeded: Seeded[] = [];
      for (const { table, name, ids } of parts) seeded.push(await seed(door, table, name, ids as string[], options));
      const before = await Promise.all(parts.map((part) => images(door, part)));
      const output = await execute(scratchTables);
      const capacities: Wire[] = [];
      for (const [index, part] of parts.entries()) {
        const consumed = sumConsumed(await settle(door, part, before[index]!, seeded[index]!), factor);
        overlay.usage(target.region, part.name).writeUnits += totalUnits(consumed);
        const capacity = consumedCapacity(input, part.name, consumed);
        if (capacity) capacities.push(capacity);
      }
      return capacities.length > 0 ? { ...output, ConsumedCapacity: capacities } : output;
    });
  return countWrite(door, targets[0]?.name ?? 'no table', execution);
}

type Images = Map<string, Item>;

async function images({ overlay }: Door, { table, ids }: Part): Promise<Images> {
  const keys = [...new Set(ids as string[])].map(keyFromId);
  const items = await batchGet(overlay.scratch, table.after, keys);
  return new Map(items.map((item) => [table.idOf(item)!, item]));
}

async function settle(door: Door, part: Part, before: Images, seeded: Seeded) {
  const after = await images(door, part);
  const { settle, info } = part.table;
  return Promise.all(
    (part.ids as string[]).map(async (id) => {
      await settle(id, after.get(id), seeded);
      return consumedByWrite(info.indexes, before.get(id), after.get(id));
    }),
  );
}
