import type { ChangeKind } from '@dynamodb-migrate/core';
import { type Cluster, clusterTable, type Written } from './clusters';
import type { Sampling } from './draw-segments';
import { estimateTotal, type InSegment, isLikely, type Total } from './estimate-total';

/** What a sampled preview tells of the whole table. */
export interface Sample {
  share: number;
  seed: number;
  /** Segments that were read. */
  segments: number;
  /** Segments that the table was divided into. */
  of: number;
  /**
   * What counts were taken in proportion to: the records that DynamoDB counted; the segments, where it has not; or `both`,
   * where these two disagree, and intervals cover what either says.
   */
  basis: 'records' | 'segments' | 'both';
  records: Total;
  /** Of the records. */
  bytes: Total;
  /** Items written, each time. */
  writes: Total;
  writeUnits: Total;
  tables: SampledTable[];
}

/** Items of one table by what becomes of them, for the whole of the table that is scanned. */
export interface SampledTable extends Record<ChangeKind | 'writeUnits', Total> {
  table: string;
  region: string;
}

export interface Sampled {
  sampling: Sampling;
  clusters: { segments: readonly Cluster[]; beside: Cluster };
  tables: readonly { table: string; region: string }[];
  /** As DynamoDB last counted them; undefined where other records are read, or it is not known. */
  records: number | undefined;
}

const measures = ['added', 'changed', 'removed', 'unchanged', 'writeUnits'] as const;

/** Estimates the counts of a whole table from those of a sample's segments. */
export function wholeTable({ sampling, clusters, tables, records }: Sampled): Sample {
  const { segments, beside } = clusters;
  const { share, seed, of } = sampling;
  const inSegments = (count: (cluster: Cluster) => number): InSegment[] =>
    segments.map((cluster) => ({ records: cluster.records, count: count(cluster) }));
  const read = inSegments((cluster) => cluster.records);
  const seen = read.reduce((sum, segment) => sum + segment.records, 0);
  const bases = basesOf(records, read, of, seen);
  const total = (count: (cluster: Cluster) => number): Total => {
    const found = inSegments(count);
    const { total, margin, seen } = united(bases.map((records) => estimateTotal(found, { of, records })));
    // What is done once for all records is done once for the whole table.
    const once = count(beside);
    return rounded({ total: total + once, margin, seen: seen + once });
  };
  const bySegments = () => estimateTotal(read, { of });
  const counted = (total: number): Total => ({ total, margin: 0, seen });
  const ofTable = (table: string, measure: keyof Written) =>
    total((cluster) => cluster.tables.get(table)?.[measure] ?? 0);
  return {
    ...{ share, seed, segments: segments.length, of },
    basis: bases.length > 1 ? 'both' : bases[0] === undefined ? 'segments' : 'records',
    records: rounded(united(bases.map((known) => (known === undefined ? bySegments() : counted(known))))),
    bytes: total(({ bytes }) => bytes),
    writes: total(({ writes }) => writes),
    writeUnits: total((cluster) => sum([...cluster.tables.values()].map((written) => written.writeUnits))),
    tables: tables.map(({ table, region }) => {
      const totals = measures.map((measure) => [measure, ofTable(clusterTable({ table, region }), measure)]);
      return { table, region, ...(Object.fromEntries(totals) as Record<(typeof measures)[number], Total>) };
    }),
  };
}

/** The records to take counts in proportion to; undefined for the segments. */
function basesOf(records: number | undefined, read: readonly InSegment[], of: number, seen: number) {
  if (records === undefined || records < seen) return [undefined];
  // Either it was counted too long ago, or some segments hold far more than others.
  return isLikely(records, read, of) ? [records] : [records, undefined];
}

function rounded({ total, margin, seen }: Total): Total {
  return { total: Math.round(total), margin: Math.ceil(margin), seen };
}

/** An interval around several. */
function united(totals: readonly Total[]): Total {
  if (totals.length === 1) return totals[0]!;
  const low = Math.min(...totals.map(({ total, margin }) => total - margin));
  const high = Math.max(...totals.map(({ total, margin }) => total + margin));
  return { total: Math.max(0, (low + high) / 2), margin: (high - low) / 2, seen: totals[0]!.seen };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
