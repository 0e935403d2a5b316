import { type Item, itemSize } from '@dynamodb-migrate/expressions';
import type { SendOptions, Wire } from '../send/send';
import type { Door } from './door';

const unit = 4096;

/** Read units of some bytes: one for each started 4 KB, half as many where the read may be stale. */
export function readUnits(bytes: number, consistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(bytes / unit)) * (consistent ? 1 : 0.5);
}

export function sizeOf(items: Iterable<Item | undefined>): number {
  let bytes = 0;
  for (const item of items) if (item) bytes += itemSize(item);
  return bytes;
}

/** Counts the units of a read that the overlay answers, and gives the `ConsumedCapacity` that was asked for, if it was. */
export function consumedByRead({ overlay, target }: Door, input: Wire, table: string, units: number): Wire | undefined {
  overlay.usage(target.region, table).readUnits += units;
  const asked = input.ReturnConsumedCapacity;
  if (asked === undefined || asked === 'NONE') return undefined;
  return { TableName: table, CapacityUnits: units, ...(asked === 'INDEXES' && { Table: { CapacityUnits: units } }) };
}

/** Tells of an answer that no request was needed for. */
export function answered(options: SendOptions | undefined): void {
  options?.onResponse?.({ statusCode: 200, headers: {}, attempts: 1 });
}
