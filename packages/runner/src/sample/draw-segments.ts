import { createHash } from 'node:crypto';

/** Which part of a table is read: some of the segments that DynamoDB divides its keys into, drawn at random. */
export interface Sampling {
  /** Of the table, from 0 to 1. */
  share: number;
  /** The same one draws the same segments again. */
  seed: number;
  /** Segments that the table is divided into. */
  of: number;
  /** Those that are read, in the order in which they were drawn. */
  segments: readonly number[];
}

/** Enough of them that what they hold tells how far tables differ from segment to segment. */
const fewest = 100;
/** DynamoDB divides a table into no more: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
const most = 1_000_000;

/**
 * Draws the segments to read: 100 to 999 of a power of ten, each as likely as any other. A larger share of the same power
 * and with the same seed reads those of a smaller one, and more.
 */
export function drawSegments(share: number, seed: number): Sampling {
  let of = fewest;
  while (of < most && Math.round(share * of) < fewest) of *= 10;
  const drawn = Math.min(of, Math.max(10, Math.round(share * of)));
  return { share, seed, of, segments: draw(drawn, of, seed) };
}

/** The first places of a shuffle (Fisher and Yates), of which only what was moved is kept. */
function draw(drawn: number, of: number, seed: number): number[] {
  const moved = new Map<number, number>();
  return Array.from({ length: drawn }, (_, place) => {
    const from = place + Math.floor(chance(seed, place) * (of - place));
    const segment = moved.get(from) ?? from;
    moved.set(from, moved.get(place) ?? place);
    return segment;
  });
}

function chance(seed: number, place: number): number {
  return createHash('md5').update(`${seed} ${place}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
