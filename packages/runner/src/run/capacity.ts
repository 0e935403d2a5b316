import { MigrateError, type TableInfo, type Wire } from '@dynamodb-migrate/core';
import type { TableLimits } from '../estimate/duration';

/** Units a second. */
export interface Throughput {
  reads: number;
  writes: number;
}

/**
 * A share of a table's throughput: of what is provisioned, or of the maximum that an on-demand table was given. For
 * writes the narrowest of the table and its global indexes counts, as each write reaches them all. Throws `NO_CAPACITY`.
 */
export function capacityShare(share: number, table: string, info: TableInfo | undefined): Throughput {
  const all = info && throughputs(info);
  if (!all) {
    const why = info ? 'is on-demand without a maximum throughput' : 'may not be described';
    throw new MigrateError('NO_CAPACITY', `--capacity needs to know the throughput of ${table}, which ${why}`, {
      hint: 'Give --max-rcu and --max-wcu instead.',
    });
  }
  return {
    reads: Math.max(1, Math.floor(all[0]!.reads * share)),
    writes: Math.max(1, Math.floor(Math.min(...all.map(({ writes }) => writes)) * share)),
  };
}

/** What a table and its global indexes bear; without what has no limit. */
export function limitsOf({ description, billing }: TableInfo): TableLimits {
  const of = billing === 'on-demand' ? onDemand : provisioned;
  const limits = (part: Wire) => {
    const { reads, writes } = of(part);
    return { ...(reads > 0 && { reads }), ...(writes > 0 && { writes }) };
  };
  const indexes = (description.GlobalSecondaryIndexes ?? []).map((index: Wire) => [index.IndexName, limits(index)]);
  return { ...limits(description), indexes: Object.fromEntries(indexes) };
}

function throughputs({ description, billing }: TableInfo): Throughput[] | undefined {
  const parts: Wire[] = [description, ...(description.GlobalSecondaryIndexes ?? [])];
  const found = parts.map(billing === 'on-demand' ? onDemand : provisioned);
  return found.every(({ reads, writes }) => reads > 0 && writes > 0) ? found : undefined;
}

function provisioned({
  ProvisionedThroughput: { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = {},
}: Wire): Throughput {
  return { reads: ReadCapacityUnits, writes: WriteCapacityUnits };
}

function onDemand({
  OnDemandThroughput: { MaxReadRequestUnits = 0, MaxWriteRequestUnits = 0 } = {},
}: Wire): Throughput {
  return { reads: MaxReadRequestUnits, writes: MaxWriteRequestUnits };
}
