/** Units a second; what is absent has no limit. */
export interface Throughput {
  reads?: number | undefined;
  writes?: number | undefined;
}

/** What a live run consumes of a table, and what the table bears. */
export interface TableLoad {
  table: string;
  /** Those of its indexes included. */
  writeUnits: number;
  indexes: { readonly [index: string]: number };
  readUnits: number;
  limits?: TableLimits | undefined;
}

export interface TableLimits extends Throughput {
  /** Of the global indexes; the others take of the table's. */
  indexes: { readonly [index: string]: Throughput };
}

export interface LiveRun {
  records: number;
  /** Seconds that the script takes for a record besides its operations: computing, waiting for somebody else. */
  ownSeconds: number;
  /** Reads and writes that it makes in all. */
  operations: number;
  /** Seconds that one takes. */
  operationSeconds: number;
  /** The share of the time of a record's operations that it waits: less than 1 where it makes several at once. */
  overlap: number;
  /** Records in flight. */
  concurrency: number;
  /** Pages of the table, what one takes, and how many are read at the same time. */
  pages: number;
  pageSeconds: number;
  segments: number;
  tables: readonly TableLoad[];
  /** Of the run. */
  budgets: Throughput;
}

/** How long a run takes, and what it is that keeps it from going faster. */
export interface Duration {
  seconds: number;
  boundBy: string;
}

/**
 * How long a live run is likely to take: as long as the narrowest of what it needs. Capacity that DynamoDB keeps for bursts
 * is not counted on.
 */
export function estimateDuration(run: LiveRun): Duration {
  const { records, ownSeconds, operations, operationSeconds, overlap, concurrency, tables, budgets } = run;
  const own = (records * ownSeconds) / concurrency;
  const requests = (operations * operationSeconds * overlap) / concurrency;
  const sum = (name: 'writeUnits' | 'readUnits') => tables.reduce((total, table) => total + table[name], 0);
  const bounds: [boundBy: string, seconds: number | undefined][] = [
    [own > requests ? 'the script itself' : 'round trips', own + requests],
    ['reading the table', (run.pages * run.pageSeconds) / run.segments],
    ['the budget of writes', over(sum('writeUnits'), budgets.writes)],
    ['the budget of reads', over(sum('readUnits'), budgets.reads)],
    ...tables.flatMap(capacityBounds),
  ];
  return bounds.reduce<Duration>(
    (longest, [boundBy, seconds = 0]) => (seconds > longest.seconds ? { seconds, boundBy } : longest),
    { seconds: 0, boundBy: bounds[0]![0] },
  );
}

function capacityBounds({ table, writeUnits, indexes, readUnits, limits }: TableLoad): [string, number | undefined][] {
  if (!limits) return [];
  const global = Object.entries(indexes).filter(([name]) => Object.hasOwn(limits.indexes, name));
  const elsewhere = global.reduce((sum, [, units]) => sum + units, 0);
  return [
    [`the write capacity of ${table}`, over(writeUnits - elsewhere, limits.writes)],
    [`the read capacity of ${table}`, over(readUnits, limits.reads)],
    ...global.map(([name, units]): [string, number | undefined] => [
      `the write capacity of the index ${name} of ${table}`,
      over(units, limits.indexes[name]!.writes),
    ]),
  ];
}

function over(units: number, perSecond: number | undefined): number | undefined {
  return perSecond !== undefined && perSecond > 0 ? units / perSecond : undefined;
}
