import type { Cluster, Written } from '../../src/sample/clusters';
import { drawSegments } from '../../src/sample/draw-segments';
import { wholeTable } from '../../src/sample/whole-table';

const [table, region] = ['things', 'eu-west-1'];
const of = 10_000;

function cluster(records: number, some: Partial<Written> = {}): Cluster {
  const written = { added: 0, changed: 0, removed: 0, unchanged: 0, writeUnits: 0, ...some };
  return { records, bytes: 100 * records, writes: written.changed, tables: new Map([[`${region}/${table}`, written]]) };
}

/** Tables whose truth is known, and how many records DynamoDB says they have. */
const even = Array.from({ length: of }, (_, i) => cluster(4, { changed: i % 4, writeUnits: 2 * (i % 4) }));
const uneven = even.map((one, i) => (i === 77 ? cluster(10_000, { changed: 3_750, writeUnits: 7_500 }) : one));

function estimated(segments: readonly Cluster[], records: number | undefined, seed: number, beside = cluster(0)) {
  const sampling = drawSegments(0.01, seed);
  const clusters = { segments: sampling.segments.map((segment) => segments[segment]!), beside };
  return wholeTable({ sampling, clusters, tables: [{ table, region }], records });
}

test.each([
  ['counted just now', even, 40_000, 15_000],
  ['never counted', even, undefined, 15_000],
  ['said to be empty', even, 0, 15_000],
  ['of half the size when it was counted', even, 20_000, 15_000],
  ['of twice the size when it was counted', even, 80_000, 15_000],
  ['with a fifth in one segment', uneven, 49_996, 18_749],
])('a table that is %s', (_what, segments, records, changed) => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const truth = segments.reduce((sum, one) => sum + one.records, 0);
  const within = seeds.filter((seed) => {
    const sample = estimated(segments, records, seed);
    const [counts] = sample.tables;
    const covers = ({ total, margin }: { total: number; margin: number }, count: number) =>
      Math.abs(total - count) <= margin;
    return (
      covers(counts!.changed, changed) &&
      covers(counts!.writeUnits, 2 * changed) &&
      covers(sample.writes, changed) &&
      covers(sample.records, truth) &&
      covers(sample.bytes, 100 * truth)
    );
  });
  expect(within.length / seeds.length).toBeGreaterThanOrEqual(0.9);
});

test('says what its counts are in proportion to', () => {
  expect(estimated(even, 40_000, 1)).toMatchObject({
    basis: 'records',
    records: { total: 40_000, margin: 0, seen: 400 },
  });
  expect(estimated(even, undefined, 1)).toMatchObject({ basis: 'segments', records: { total: 40_000 } });
  expect(estimated(even, 0, 1).basis).toBe('segments');
  expect(estimated(even, 80_000, 1).basis).toBe('both');
});

test('what is written for no record is written once', () => {
  const { tables } = estimated(even, 40_000, 1, cluster(0, { added: 3 }));
  expect(tables[0]!.added).toMatchObject({ total: 3, seen: 3 });
});
