import type { Wire } from '../send/send';
import { type Consumed, consumedCapacity, sumConsumed } from './capacity';
import type { Door } from './door';
import { settleWrite, type Written } from './settle-write';

/** Settles the writes of an operation on many items, and gives the `ConsumedCapacity` that it asked for. */
export async function settleAll(door: Door, input: Wire, all: readonly Written[]): Promise<Wire> {
  const tables = new Map<string, Consumed[]>();
  for (const written of all) {
    const name: string = written.step.request.TableName;
    const units = await settleWrite(door, written);
    if (units) tables.set(name, [...(tables.get(name) ?? []), units]);
  }
  const capacities = [...tables].flatMap(([name, units]) => consumedCapacity(input, name, sumConsumed(units)) ?? []);
  return capacities.length > 0 ? { ConsumedCapacity: capacities } : {};
}
