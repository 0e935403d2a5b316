import fc from 'fast-check';
import { estimateDuration, type LiveRun } from '../../src/estimate/duration';

const run: LiveRun = {
  ...{ records: 1000, ownSeconds: 0.001, operations: 1000, operationSeconds: 0.01, overlap: 1, concurrency: 1 },
  ...{ pages: 3, pageSeconds: 0.1, segments: 1, budgets: {} },
  tables: [{ table: 't', writeUnits: 3000, indexes: { byKind: 1000, local: 500 }, readUnits: 200 }],
};
const limits = { reads: 10, writes: 100, indexes: { byKind: { writes: 20 } } };

test.each<[string, Partial<LiveRun>, number]>([
  ['round trips', {}, 11],
  ['round trips', { concurrency: 5 }, 2.2],
  ['round trips', { overlap: 0.5 }, 6],
  ['the script itself', { ownSeconds: 0.4 }, 410],
  ['the script itself', { ownSeconds: 0.4, concurrency: 10 }, 41],
  ['reading the table', { pages: 1000 }, 100],
  ['reading the table', { pages: 1000, segments: 4 }, 25],
  ['the budget of writes', { budgets: { writes: 100 } }, 30],
  ['the budget of reads', { budgets: { reads: 2, writes: 100 } }, 100],
])('is held back by %s %#', (boundBy, more, seconds) => {
  expect(estimateDuration({ ...run, ...more })).toEqual({ boundBy, seconds: expect.closeTo(seconds) });
});

test.each([
  // What a local index takes is the table's.
  ['the write capacity of t', 20, { ...limits, indexes: { byKind: { writes: 1000 } } }],
  ['the write capacity of the index byKind of t', 50, limits],
  ['the read capacity of t', 200, { ...limits, reads: 1 }],
])('is held back by %s', (boundBy, seconds, own) => {
  const tables = [{ ...run.tables[0]!, limits: own }];
  expect(estimateDuration({ ...run, tables })).toEqual({ boundBy, seconds: expect.closeTo(seconds) });
});

test('takes no less for more of anything, and no more for more at once', () => {
  const natural = fc.nat(1000);
  const more = fc.record({ records: natural, operations: natural, pages: natural });
  fc.assert(
    fc.property(more, natural, fc.integer({ min: 2, max: 50 }), (some, extra, factor) => {
      const { seconds } = estimateDuration({ ...run, ...some });
      for (const name of ['records', 'operations', 'pages'] as const) {
        const longer = estimateDuration({ ...run, ...some, [name]: some[name] + extra }).seconds;
        expect(longer).toBeGreaterThanOrEqual(seconds);
      }
      expect(estimateDuration({ ...run, ...some, concurrency: factor }).seconds).toBeLessThanOrEqual(seconds);
    }),
  );
});
