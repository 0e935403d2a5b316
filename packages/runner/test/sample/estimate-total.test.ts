import fc from 'fast-check';
import { drawSegments } from '../../src/sample/draw-segments';
import { estimateTotal, type InSegment, isLikely } from '../../src/sample/estimate-total';
import { tQuantile } from '../../src/sample/t-quantile';

// Tables of the t distribution, such as https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm
test.each([
  [5, 2.571],
  [9, 2.262],
  [30, 2.042],
  [99, 1.984],
  [999, 1.962],
])('Student’s t with %i degrees of freedom', (freedom, t) => {
  expect(tQuantile(freedom)).toBeCloseTo(t, 2);
});

/** Numbers from 0 to 1 that are the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A table whose records lie in segments by the hash of their partition. */
function table(of: number, partitions: number, size: () => number, count: (record: number) => number, seed = 7) {
  const next = random(seed);
  const segments: InSegment[] = Array.from({ length: of }, () => ({ records: 0, count: 0 }));
  let number = 0;
  for (let partition = 0; partition < partitions; partition++) {
    const segment = segments[Math.floor(next() * of)]!;
    for (let left = size(); left > 0; left--) {
      segment.records++;
      segment.count += count(number++);
    }
  }
  return segments;
}

const one = () => 1;
const chance = random(3);
const few = random(4);
const sizes = random(5);

describe.each([
  ['half of the records', table(10_000, 200_000, one, () => (chance() < 0.5 ? 1 : 0))],
  ['one record in a thousand', table(10_000, 200_000, one, () => (few() < 0.001 ? 1 : 0))],
  ['three records of the whole table', table(10_000, 200_000, one, (record) => (record % 66_667 === 1 ? 1 : 0))],
  ['none', table(10_000, 200_000, one, () => 0)],
  ['all', table(10_000, 200_000, one, () => 1)],
  ['all but some', table(10_000, 200_000, one, (record) => (record % 5_000 === 1 ? 0 : 1))],
  ['units of 1 to 10', table(10_000, 100_000, one, (record) => 1 + (record % 10))],
  [
    'partitions of 1 to 40 records',
    table(
      10_000,
      20_000,
      () => 1 + Math.floor(sizes() * 40),
      (r) => (r % 3 ? 0 : 1),
    ),
  ],
  ['a small table', table(10_000, 3_000, one, (record) => (record % 4 ? 0 : 1))],
])('1 %% of a table, %s', (_what, segments) => {
  const truth = segments.reduce((sum, { count }) => sum + count, 0);
  const records = segments.reduce((sum, segment) => sum + segment.records, 0);
  const seeds = Array.from({ length: 400 }, (_, seed) => seed);

  test.each([
    ['the number of its records is known', records],
    ['it is not', undefined],
  ])('the interval covers the truth, when %s', (_known, known) => {
    const covered = seeds.filter((seed) => {
      const sample = drawSegments(0.01, seed).segments.map((segment) => segments[segment]!);
      const { total, margin, seen } = estimateTotal(sample, { of: 10_000, records: known });
      return Math.abs(total - truth) <= margin + 1e-6 && seen <= truth;
    });
    expect(covered.length / seeds.length).toBeGreaterThanOrEqual(0.92);
  });
});

test('a sample is worth more when it is larger, and the whole is certain', () => {
  const next = random(9);
  const segments = table(1_000, 50_000, one, () => (next() < 0.3 ? 1 : 0));
  const margins = [0.1, 0.3, 0.9].map((share) => {
    const sample = drawSegments(share, 1).segments.map((segment) => segments[segment]!);
    return estimateTotal(sample, { of: 1_000, records: 50_000 }).margin;
  });
  expect(margins).toEqual(margins.toSorted((a, b) => b - a));
  const { total, margin } = estimateTotal(segments, { of: 1_000, records: 50_000 });
  expect([total, margin]).toEqual([segments.reduce((sum, { count }) => sum + count, 0), 0]);
});

test('a count of records that the sample rules out is not believed', () => {
  const segments = table(10_000, 100_000, one, () => 0);
  const sample = drawSegments(0.01, 1).segments.map((segment) => segments[segment]!);
  expect(isLikely(100_000, sample, 10_000)).toBe(true);
  expect(isLikely(10_000, sample, 10_000)).toBe(false);
  expect(isLikely(1_000_000, sample, 10_000)).toBe(false);
});

describe('segments', () => {
  test('are distinct, within the table, as many as asked for, and the same each time', () => {
    const share = fc.double({ min: 0.0001, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.nat(), (wanted, seed) => {
        const { of, segments } = drawSegments(wanted, seed);
        expect(new Set(segments).size).toBe(segments.length);
        expect(segments.every((segment) => segment >= 0 && segment < of)).toBe(true);
        expect(Math.abs(segments.length / of - wanted)).toBeLessThanOrEqual(0.5 / of + 1e-9);
        expect(segments.length).toBeGreaterThanOrEqual(100);
        expect(segments.length).toBeLessThanOrEqual(1_000);
        expect(drawSegments(wanted, seed).segments).toEqual(segments);
      }),
    );
  });

  test('of a larger share begin with those of a smaller one', () => {
    const [some, more] = [drawSegments(0.1, 1), drawSegments(0.3, 1)];
    expect(more.segments.slice(0, some.segments.length)).toEqual(some.segments);
  });

  test('are drawn evenly, by another seed others', () => {
    const all = Array.from({ length: 200 }, (_, seed) => drawSegments(0.1, seed).segments).flat();
    const tenths = Array.from({ length: 10 }, (_, tenth) => all.filter((s) => Math.floor(s / 100) === tenth).length);
    for (const tenth of tenths) expect(Math.abs(tenth - 2_000)).toBeLessThan(200);
  });

  test('of a share that is tiny are ten at least', () => {
    expect(drawSegments(0.000001, 1)).toMatchObject({ of: 1_000_000, segments: { length: 10 } });
  });
});
