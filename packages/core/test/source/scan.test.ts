import { setTimeout as sleep } from 'node:timers/promises';
import { type Item, type Page, type ScanOptions, type Send, scan } from '@dynamodb-migrate/core';
import { createTable, describeEngines, seed } from '@dynamodb-migrate/test-tools';

async function pagesOf(options: ScanOptions): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of scan(options)) pages.push(page);
  return pages;
}

const ids = (pages: Page[]) => pages.flatMap(({ records }) => [...records].map((record) => (record as Item).id));

const byText = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));

describeEngines('scan', (engine) => {
  let table: string;
  const filler = 'x'.repeat(20_000);
  beforeAll(async () => {
    table = await createTable(engine);
    await seed(
      engine,
      table,
      Array.from({ length: 150 }, (_, i) => ({ id: { S: `r${i}` }, n: { N: `${i}` }, filler: { S: filler } })),
    );
  });

  test('reads every record once, page after page', async () => {
    const pages = await pagesOf({ send: engine.send, table });
    expect(pages.length).toBeGreaterThan(1);
    expect(new Set(ids(pages).map((id) => JSON.stringify(id))).size).toBe(150);
    expect(pages.map(({ first }) => first)).toEqual(
      pages.map((_, i) => 1 + pages.slice(0, i).reduce((sum, page) => sum + page.records.length, 0)),
    );
  });

  test('reads only the segments that it is told to', async () => {
    const all = await pagesOf({ send: engine.send, table, segments: 7 });
    const some = await pagesOf({ send: engine.send, table, segments: 7, only: [5, 2] });
    const own = all.filter(({ segment }) => segment === 2 || segment === 5);
    expect(
      ids(some)
        .map((id) => id!)
        .sort(byText),
    ).toEqual(
      ids(own)
        .map((id) => id!)
        .sort(byText),
    );
    expect(new Set(some.map(({ segment }) => segment))).toEqual(new Set([2, 5]));
  });

  test.each([2, 7])('%i segments read every record once, each in its own order', async (segments) => {
    const pages = await pagesOf({ send: engine.send, table, segments });
    expect(new Set(ids(pages).map((id) => JSON.stringify(id))).size).toBe(150);
    expect(ids(pages)).toHaveLength(150);
    for (let segment = 0; segment < segments; segment++) {
      const own = pages.filter((page) => page.segment === segment);
      const alone = await engine.send('Scan', { TableName: table, Segment: segment, TotalSegments: segments });
      expect(ids(own).slice(0, alone.Items.length)).toEqual(alone.Items.map((item: Item) => item.id));
    }
  });

  test('goes on behind a position', async () => {
    const pages = await pagesOf({ send: engine.send, table, segments: 2 });
    const begun = pages.find((page) => page.segment === 0 && page.next)!;
    const from = new Map([
      [0, { key: begun.next!, records: begun.records.length }],
      [1, { key: null, records: 0 }],
    ]);
    const rest = await pagesOf({ send: engine.send, table, segments: 2, from });
    expect(rest[0]!.first).toBe(begun.records.length + 1);
    expect(ids([begun, ...rest])).toEqual(ids(pages.filter((page) => page.segment === 0)));
  });

  test.each([0, 1, 60, 149, 500])('limit %i', async (limit) => {
    for (const segments of [1, 3]) {
      expect(ids(await pagesOf({ send: engine.send, table, limit, segments }))).toHaveLength(Math.min(limit, 150));
    }
  });

  test('a filter is applied by DynamoDB', async () => {
    const input = { FilterExpression: 'n < :n', ExpressionAttributeValues: { ':n': { N: '10' } } };
    expect(ids(await pagesOf({ send: engine.send, table, input, segments: 3 }))).toHaveLength(10);
  });

  test('names a record by its key', async () => {
    const source = scan({ send: engine.send, table, keyNames: ['id'] });
    for await (const page of source) {
      expect(source.name(page, 0)).toMatch(/^id "r\d+"$/);
      break;
    }
  });
});

describe('segments of different speed', () => {
  /** Segment 0 never answers before `release` is called; the others have three pages each. */
  test('a slow one holds up no other, and reads are bounded', async () => {
    let release!: () => void;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reading = 0;
    let most = 0;
    const send: Send = async (_operation, { Segment, ExclusiveStartKey }) => {
      most = Math.max(most, ++reading);
      await (Segment === 0 ? held : sleep(1));
      reading--;
      const page = Number(ExclusiveStartKey?.page.N ?? 0);
      return {
        Items: [{ id: { S: `${Segment}-${page}` } }],
        ...(page < 2 && { LastEvaluatedKey: { page: { N: `${page + 1}` } } }),
      };
    };
    const seen: Page[] = [];
    for await (const page of scan({ send, table: 't', segments: 100 })) {
      seen.push(page);
      if (seen.length === 297) release();
    }
    expect(seen).toHaveLength(300);
    expect(seen.slice(0, 297).every(({ segment }) => segment > 0)).toBe(true);
    expect(most).toBe(32);
  });

  test.each([
    [2 ** 20, 16],
    [4 * 2 ** 20, 4],
    [64 * 2 ** 20, 1],
    [1000, 32],
  ])('pages of %i bytes are read %i at a time', async (bytes, expected) => {
    let reading = 0;
    const most: number[] = [];
    const send: Send = async (_operation, { Segment, ExclusiveStartKey }) => {
      most.push(++reading);
      await new Promise(setImmediate);
      reading--;
      const page = Number(ExclusiveStartKey?.page.N ?? 0);
      const Items = Object.assign([{ id: { S: `${Segment}-${page}` } }], { bytes });
      return { Items, ...(page < 9 && { LastEvaluatedKey: { page: { N: `${page + 1}` } } }) };
    };
    await pagesOf({ send, table: 't', segments: 100 });
    expect(Math.max(...most.slice(500))).toBe(expected);
    expect(Math.max(...most)).toBe(Math.max(expected, 16));
  });

  test('the error of one ends the scan', async () => {
    const send: Send = async (_operation, { Segment }) => {
      if (Segment === 3) throw new Error('no such segment');
      return { Items: [], LastEvaluatedKey: { id: { S: 'x' } } };
    };
    await expect(pagesOf({ send, table: 't', segments: 5 })).rejects.toThrow('no such segment');
  });
});
