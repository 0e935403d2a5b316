import { isDeclined } from '../send/declined';
import type { SendOptions, Wire } from '../send/send';
import { consumedByWrite, consumedCapacity, totalUnits, writeUnits } from './capacity';
import { countWrite } from './count-write';
import type { Door } from './door';
import type { OverlayTable } from './overlay-table';
import { seed } from './seed';
import { takeTurn, targetsOf } from './take-turn';

/** PutItem, UpdateItem or DeleteItem, carried out by the scratch engine on the item's present image. */
export function writeItem(operation: string) {
  return async (door: Door, input: Wire, options?: SendOptions): Promise<Wire> => {
    const { overlay, target } = door;
    const execute = () =>
      takeTurn(door, targetsOf(operation, input), async ([part]) => {
        const { table, ids } = part!;
        const [id] = ids;
        const request = scratchRequest(input, table);
        // Without a whole key the engine can only refuse.
        if (id === undefined) return overlay.scratch(operation, request, options);
        const seeded = await seed(door, table, input.TableName, [id], options);
        const before = seeded.has(id) ? seeded.get(id) : await table.image(id);
        const usage = overlay.usage(target.region, input.TableName);
        const output = await overlay.scratch(operation, request, options).catch((error) => {
          if (isDeclined(error)) usage.writeUnits += writeUnits(before, undefined);
          throw error;
        });
        const after = await table.image(id);
        await table.settle(id, after, seeded);
        const consumed = consumedByWrite(table.info.indexes, before, after);
        usage.writeUnits += totalUnits(consumed);
        const ConsumedCapacity = consumedCapacity(input, input.TableName, consumed);
        return ConsumedCapacity ? { ...output, ConsumedCapacity } : output;
      });
    return countWrite(door, input.TableName, execute);
  };
}

/** The request that does to the scratch table what `input` does to the real one. */
export function scratchRequest(input: Wire, { after }: OverlayTable): Wire {
  const { ReturnConsumedCapacity: _, ...request } = input;
  return { ...request, TableName: after };
}
