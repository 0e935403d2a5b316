import { type Page, type Send, scan } from '@dynamodb-migrate/core';
import { createTable, describeEngines, seed } from '@dynamodb-migrate/test-tools';
import { drawSegments } from '../../src/sample/draw-segments';
import { estimateTotal, type InSegment } from '../../src/sample/estimate-total';

describeEngines('a sample of a table', (engine) => {
  const records = 3000;
  let table: string;
  beforeAll(async () => {
    table = await createTable(engine);
    const items = Array.from({ length: records }, (_, i) => ({ id: { S: `r${i}` }, n: { N: `${i % 3}` } }));
    await seed(engine, table, items);
  });

  async function pagesOf(segments: number, only: readonly number[] | undefined, send: Send = engine.send) {
    const pages: Page[] = [];
    for await (const page of scan({ send, table, segments, only })) pages.push(page);
    return pages;
  }

  test('reads about its share, and nothing else', async () => {
    let read = 0;
    const counting: Send = async (operation, input, options) => {
      const output = await engine.send(operation, input, options);
      read += output.ScannedCount;
      return output;
    };
    const { of, segments } = drawSegments(0.01, 1);
    const pages = await pagesOf(of, segments, counting);
    expect(pages.map(({ segment }) => segment).sort()).toEqual([...segments].sort());
    expect(pages.reduce((sum, page) => sum + page.records.length, 0)).toBe(read);
    expect(read).toBeGreaterThan(5);
    expect(read).toBeLessThan(75);
  });

  test('covers the truth in nine of ten cases at least, whatever is drawn', async () => {
    const found = new Map<number, InSegment>();
    for (const { segment, records } of await pagesOf(1000, undefined)) {
      const count = [...records].filter((record) => (record as { n: { N: string } }).n.N === '0').length;
      found.set(segment, { records: records.length, count });
    }
    expect([...found.values()].reduce((sum, segment) => sum + segment.records, 0)).toBe(records);
    const seeds = Array.from({ length: 300 }, (_, number) => number);
    for (const known of [records, undefined]) {
      const covered = seeds.filter((number) => {
        const sample = drawSegments(0.1, number).segments.map((segment) => found.get(segment)!);
        const { total, margin } = estimateTotal(sample, { of: 1000, records: known });
        return Math.abs(total - records / 3) <= margin;
      });
      expect(covered.length / seeds.length).toBeGreaterThanOrEqual(0.9);
    }
  });
});
