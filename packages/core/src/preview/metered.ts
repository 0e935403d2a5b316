import type { Send, SendOptions, Wire } from '../send/send';
import type { Door } from './door';

/** Reads, and adds to the usage what DynamoDB says the read consumed; the answer tells it only if it was asked for. */
export async function metered(
  { overlay, target }: Door,
  send: Send,
  operation: string,
  input: Wire,
  options?: SendOptions,
): Promise<Wire> {
  const asked = input.ReturnConsumedCapacity;
  const silent = asked === undefined || asked === 'NONE';
  const output = await send(operation, silent ? { ...input, ReturnConsumedCapacity: 'TOTAL' } : input, options);
  const { ConsumedCapacity, ...rest } = output;
  for (const { TableName, CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) {
    overlay.usage(target.region, TableName).readUnits += CapacityUnits;
  }
  return silent ? rest : output;
}

/** Adds up what several answers say they consumed, single or by table. */
export function sumCapacities(outputs: readonly Wire[]): { ConsumedCapacity?: Wire | Wire[] } {
  const all: Wire[] = outputs.flatMap(({ ConsumedCapacity }) => ConsumedCapacity ?? []);
  if (all.length === 0) return {};
  const tables = new Map<string, Wire>();
  for (const capacity of all) {
    const sum = tables.get(capacity.TableName);
    const units = (sum?.CapacityUnits ?? 0) + (capacity.CapacityUnits ?? 0);
    tables.set(capacity.TableName, { ...capacity, ...sum, CapacityUnits: units });
  }
  const sums = [...tables.values()];
  return { ConsumedCapacity: Array.isArray(outputs[0]?.ConsumedCapacity) ? sums : sums[0]! };
}
