import { tQuantile } from './t-quantile';

/** What a sample tells of a whole table: in 95 of 100 samples the truth is within `margin` of `total`. */
export interface Total {
  total: number;
  margin: number;
  /** Counted in the sample, so that the truth is not less. */
  seen: number;
}

/** What was found in one segment of a sample. */
export interface InSegment {
  records: number;
  count: number;
}

export interface Population {
  /** Segments that the table is divided into; the sample is some of them, empty ones included. */
  of: number;
  /** Records of the table, where they are known: then the count is taken in proportion to them. */
  records?: number | undefined;
}

/**
 * Estimates a count of a whole table from that of some of its segments, drawn at random: in proportion to the records
 * (the ratio estimator of cluster sampling), or else to the segments; with the variance between segments, the correction
 * for a finite population and Student's t (W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapters 2, 6 and 9A).
 *
 * The margin is that of Wilson's score interval for a count: it stays honest where nothing, or all but nothing, was found,
 * and the variance says too little.
 */
export function estimateTotal(sample: readonly InSegment[], { of, records }: Population): Total {
  const drawn = sample.length;
  const seen = sum(sample.map(({ count }) => count));
  const read = sum(sample.map((segment) => segment.records));
  const left = 1 - drawn / of;
  if (left <= 0) return { total: seen, margin: 0, seen };
  const byRecords = records !== undefined && read > 0;
  const scale = byRecords ? records / read : of / drawn;
  const expected = (segment: InSegment) => (byRecords ? (seen / read) * segment.records : seen / drawn);
  const squares = sum(sample.map((segment) => (segment.count - expected(segment)) ** 2));
  const variance = (drawn / (drawn - 1)) * squares * left;
  const t = tQuantile(drawn - 1);
  // What one record more or less would change.
  const one = left * Math.max(1, ...sample.map((segment) => segment.count / Math.max(1, segment.records)));
  const margin = (t * t * one) / 2 + t * Math.sqrt(variance + (t * one) ** 2 / 4);
  return { total: seen * scale, margin: margin * scale, seen };
}

/** Whether a table may well have so many records, as far as the segments of a sample tell. */
export function isLikely(records: number, sample: readonly InSegment[], of: number): boolean {
  const { total, margin, seen } = estimateTotal(
    sample.map((segment) => ({ records: segment.records, count: segment.records })),
    { of },
  );
  return records >= seen && Math.abs(records - total) <= 2 * margin;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
