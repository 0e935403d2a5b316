import { showEstimated, showUsd } from '@dynamodb-migrate/ledger';
import { type Cost, count, counted, duration, type Sample, type SampledTable } from '@dynamodb-migrate/runner';

/** What a live run consumes, takes and costs, as far as it is known. */
export interface Shown {
  writeUnits: number;
  readUnits: number;
  seconds: number;
  boundBy?: string | undefined;
  cost?: Cost | undefined;
}

/** A duration in milliseconds that is not to look like none. */
export function about(seconds: number): string {
  return duration(Math.max(100, seconds * 1000));
}

/** `about 12,400 write units and take about 3 min 05 s, held back by the budget of writes` */
export function consumption({ writeUnits, seconds, boundBy }: Shown, margin?: number): string {
  const units = margin
    ? `${showEstimated({ total: writeUnits, margin })} write units`
    : counted(writeUnits, 'write unit');
  // What takes a moment is held back by nothing of note.
  const why = boundBy === undefined || seconds < 10 ? '' : `, held back by ${boundBy}`;
  return `about ${units} and take about ${about(seconds)}${why}`;
}

/** `0.02 USD on demand, 0.01 USD as provisioned capacity`; `less than 0.01 USD`; undefined where no price is known. */
export function costLine({ onDemand, provisioned }: Cost = {}): string | undefined {
  // Two ways to say that it is next to nothing are one too many.
  if (onDemand !== undefined && provisioned !== undefined && Math.max(onDemand, provisioned) < 0.01) {
    return showUsd(onDemand);
  }
  const parts = [
    ...(onDemand === undefined ? [] : [`${showUsd(onDemand)} on demand`]),
    ...(provisioned === undefined ? [] : [`${showUsd(provisioned)} as provisioned capacity`]),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** `write units of indexes: byKind 602`; undefined where there are none. */
export function indexLine(
  tables: readonly { table: string; indexes: { readonly [index: string]: number } }[],
): string | undefined {
  const written = tables.filter(({ indexes }) => Object.values(indexes).some((units) => units > 0));
  if (written.length === 0) return undefined;
  const each = written.flatMap(({ table, indexes }) =>
    Object.entries(indexes).map(([name, units]) => `${written.length > 1 ? `${table} ` : ''}${name} ${count(units)}`),
  );
  return `write units of indexes: ${each.join(', ')}`;
}

/** What a sample tells of a whole table, a line for each table that is written to. */
export function sampleLines(sample: Sample): string[] {
  const { share, seed, segments, of, basis, records, tables } = sample;
  const part = `${Number((share * 100).toPrecision(6))} %`;
  const drawn = `${count(segments)} of ${count(of)} segments, seed ${seed}`;
  const inProportion = {
    records: `in proportion to ${counted(records.total, 'record')}`,
    segments: 'in proportion to the segments',
    both: 'DynamoDB’s count of records and the segments disagree: what either says is covered',
  }[basis];
  return [
    `the whole table, by a sample of ${part} (${drawn}; ${inProportion}), 19 times out of 20:`,
    ...tables.filter(isWritten).map((table) => `  ${table.table}  ${kindsLine(table)}`),
  ];
}

const kinds = ['added', 'changed', 'removed', 'unchanged'] as const;

function kindsLine(table: SampledTable): string {
  return kinds.map((kind) => `${showEstimated(table[kind])} ${kind}`).join(' · ');
}

function isWritten({ writeUnits, ...table }: SampledTable): boolean {
  return writeUnits.total > 0 || kinds.some((kind) => table[kind].total > 0);
}
