import type { Item, Wire } from '@dynamodb-migrate/core';
import { createTable, type Engine, seed, startDynalite } from '@dynamodb-migrate/test-tools';
import { previewed, readAll } from './fixture';

let engine: Engine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine.stop());

const at = (n: number, more: Item = {}): Item => ({ id: { S: 'p' }, at: { N: `${n}` }, ...more });
const put = (TableName: string, n: number, more?: Item) => ({ TableName, Item: at(n, more) });
const numbers = (pages: Wire[]) => pages.map(({ Items }) => Items.map((item: Wire) => Number(item.at.N)));

async function ranged(...present: number[]) {
  const table = await createTable(engine, { range: ['at', 'N'] });
  await seed(
    engine,
    table,
    present.map((n) => at(n)),
  );
  const query = {
    TableName: table,
    KeyConditionExpression: 'id = :p',
    ExpressionAttributeValues: { ':p': { S: 'p' } },
  };
  return { table, query, ...(await previewed(engine)) };
}

describe('query pages', () => {
  test('hold as many items as they may, in order, with written ones in their place', async () => {
    const { table, query, send } = await ranged(10, 20, 30, 40, 50);
    await send('PutItem', put(table, 15));
    await send('PutItem', put(table, 45));
    await send('PutItem', put(table, 5));
    await send('DeleteItem', { TableName: table, Key: at(20) });
    await send('DeleteItem', { TableName: table, Key: at(30) });
    const pages = (more: Wire) => readAll(send, 'Query', { ...query, ...more }).then(numbers);
    expect(await pages({})).toEqual([[5, 10, 15, 40, 45, 50]]);
    expect(await pages({ Limit: 2 })).toEqual([[5, 10], [15, 40], [45, 50], []]);
    expect(await pages({ Limit: 4 })).toEqual([
      [5, 10, 15, 40],
      [45, 50],
    ]);
    expect(await pages({ Limit: 2, ScanIndexForward: false })).toEqual([[50, 45], [40, 15], [10, 5], []]);
  });

  test('the newest item by a query of one, after the newest was deleted', async () => {
    const { table, query, send } = await ranged(1, 2, 3);
    for (const n of [3, 2]) await send('DeleteItem', { TableName: table, Key: at(n) });
    const newest = await send('Query', { ...query, ScanIndexForward: false, Limit: 1 });
    expect(numbers([newest])).toEqual([[1]]);
  });

  test('a page of the real table ends at 1 MB: nothing is lost or doubled around its end', async () => {
    const table = await createTable(engine, { range: ['at', 'N'] });
    const big = { text: { S: 'x'.repeat(200_000) } };
    for (let n = 0; n < 20; n += 2) await seed(engine, table, [at(n, big)]);
    const { send } = await previewed(engine);
    for (let n = 1; n < 20; n += 2) await send('PutItem', put(table, n, n % 4 === 1 ? big : {}));
    const query = {
      TableName: table,
      KeyConditionExpression: 'id = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
    };
    for (const ScanIndexForward of [true, false]) {
      const pages = numbers(await readAll(send, 'Query', { ...query, ScanIndexForward }));
      const all = Array.from({ length: 20 }, (_, n) => n);
      expect(pages.flat()).toEqual(ScanIndexForward ? all : all.toReversed());
      expect(pages.length).toBeGreaterThan(1);
    }
  });

  test('key conditions, filters and projections are the engine’s own', async () => {
    const { table, query, send } = await ranged(1, 2, 3, 4);
    await send('PutItem', put(table, 2, { n: { N: '7' }, m: { M: { deep: { S: 'x' } } } }));
    await send('PutItem', put(table, 9, { n: { N: '7' } }));
    const page = await send('Query', {
      ...query,
      KeyConditionExpression: 'id = :p AND #at BETWEEN :low AND :high',
      FilterExpression: 'n = :n',
      ProjectionExpression: 'm.deep',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':low': { N: '2' }, ':high': { N: '8' }, ':n': { N: '7' } },
    });
    expect(page).toEqual({ Items: [{ m: { M: { deep: { S: 'x' } } } }], Count: 1, ScannedCount: expect.any(Number) });
    const legacy = {
      TableName: table,
      KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] } },
    };
    expect(await send('Query', { ...legacy, Select: 'COUNT' })).toEqual({ Count: 5, ScannedCount: 5 });
    const some = await send('Query', {
      ...legacy,
      QueryFilter: { n: { ComparisonOperator: 'NOT_NULL' } },
      AttributesToGet: ['n'],
    });
    expect(some.Items).toEqual([{ n: { N: '7' } }, { n: { N: '7' } }]);
  });
});

describe('index queries', () => {
  const grouped = (n: number, group: string, more: Item = {}): Item => ({ ...at(n, more), group: { S: group } });
  const byGroup = (TableName: string) => ({
    TableName,
    IndexName: 'byGroup',
    KeyConditionExpression: '#g = :g',
    ExpressionAttributeNames: { '#g': 'group' },
    ExpressionAttributeValues: { ':g': { S: 'g' } },
  });

  async function indexed(projection: Wire) {
    const TableName = await createTable(engine, { range: ['at', 'N'] });
    await engine.send('DeleteTable', { TableName });
    const attribute = (AttributeName: string, AttributeType: string) => ({ AttributeName, AttributeType });
    const keys = (hash: string, range?: string) =>
      [{ AttributeName: hash, KeyType: 'HASH' }].concat(range ? [{ AttributeName: range, KeyType: 'RANGE' }] : []);
    const name = `${TableName}-indexed`;
    await engine.send('CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        attribute('id', 'S'),
        attribute('at', 'N'),
        attribute('group', 'S'),
        attribute('rank', 'N'),
      ],
      KeySchema: keys('id', 'at'),
      GlobalSecondaryIndexes: [
        { IndexName: 'byGroup', KeySchema: keys('group'), Projection: projection },
        { IndexName: 'byRank', KeySchema: keys('group', 'rank'), Projection: { ProjectionType: 'ALL' } },
      ],
      LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: keys('id', 'rank'), Projection: projection }],
    });
    while ((await engine.send('DescribeTable', { TableName: name })).Table.TableStatus !== 'ACTIVE');
    return name;
  }

  test.each([
    [{ ProjectionType: 'KEYS_ONLY' }, ['at', 'group', 'id']],
    [{ ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] }, ['a', 'at', 'group', 'id']],
  ])('%j: entries that come, go and move, in queries and scans', async (projection, attributes) => {
    const table = await indexed(projection);
    await seed(engine, table, [grouped(1, 'g'), grouped(2, 'g'), grouped(3, 'h'), at(4)]);
    const { send, overlay } = await previewed(engine);
    const more: Item = { a: { S: 'a' }, b: { S: 'b' } };
    await send('PutItem', { TableName: table, Item: grouped(1, 'g', more) });
    await send('PutItem', { TableName: table, Item: grouped(2, 'h') });
    await send('PutItem', { TableName: table, Item: grouped(3, 'g') });
    await send('PutItem', { TableName: table, Item: grouped(5, 'g') });
    const page = await send('Query', byGroup(table));
    expect(page.Items.map((item: Wire) => Number(item.at.N)).sort()).toEqual([1, 3, 5]);
    const first = (items: Wire[]) => Object.keys(items.find((item) => item.at.N === '1')!).sort();
    expect(first(page.Items)).toEqual(attributes);
    const scanned = (await readAll(send, 'Scan', { TableName: table, IndexName: 'byGroup' })).flatMap(
      ({ Items }) => Items,
    );
    expect(scanned.map((item: Wire) => `${item.group.S}${item.at.N}`).sort()).toEqual(['g1', 'g3', 'g5', 'h2']);
    expect(first(scanned)).toEqual(attributes);
    expect(overlay.notes).toEqual([]);
  });

  test('sorted by the index, page by page', async () => {
    const table = await indexed({ ProjectionType: 'ALL' });
    const ranked = (n: number, rank: number) => ({ ...grouped(n, 'g'), rank: { N: `${rank}` } });
    await seed(engine, table, [ranked(1, 10), ranked(2, 30), ranked(3, 50), ranked(4, 9)]);
    const { send, overlay } = await previewed(engine);
    await send('PutItem', { TableName: table, Item: ranked(5, 100) });
    await send('PutItem', { TableName: table, Item: ranked(1, 40) });
    await send('PutItem', { TableName: table, Item: ranked(6, 20) });
    const query = { ...byGroup(table), IndexName: 'byRank' };
    for (const Limit of [1, 2, 3, 10]) {
      expect(numbers(await readAll(send, 'Query', { ...query, Limit })).flat()).toEqual([4, 6, 2, 1, 3, 5]);
      const backwards = await readAll(send, 'Query', { ...query, Limit, ScanIndexForward: false });
      expect(numbers(backwards).flat()).toEqual([5, 3, 1, 2, 6, 4]);
    }
    expect(overlay.notes).toEqual([]);
  });

  test('pages among equal index keys are said to be inexact, once', async () => {
    const table = await indexed({ ProjectionType: 'ALL' });
    await seed(
      engine,
      table,
      [1, 2, 3, 4].map((n) => grouped(n, 'g')),
    );
    const { send, overlay } = await previewed(engine);
    for (const n of [5, 6, 7]) await send('PutItem', { TableName: table, Item: grouped(n, 'g') });
    for (let time = 0; time < 2; time++) await readAll(send, 'Query', { ...byGroup(table), Limit: 2 });
    expect(overlay.notes).toEqual([expect.stringContaining('by its index byGroup')]);
  });
});

describe('scans', () => {
  const key = (id: string) => ({ id: { S: id } });
  const ids = (pages: Wire[]) => pages.flatMap(({ Items }) => Items).map((item: Wire) => item.id.S);

  test('an item that was written stands in its place, a new one behind, each once, in every segment', async () => {
    const table = await createTable(engine);
    await seed(engine, table, ['a', 'b', 'c', 'd', 'e'].map(key));
    const { send } = await previewed(engine);
    const real = ids(await readAll(engine.send, 'Scan', { TableName: table }));
    await send('PutItem', { TableName: table, Item: { ...key('c'), n: { N: '1' } } });
    await send('DeleteItem', { TableName: table, Key: key('d') });
    for (const id of ['x', 'y', 'z']) await send('PutItem', { TableName: table, Item: key(id) });
    const expected = real.filter((id) => id !== 'd');
    for (const Limit of [1, 2, 3, 5, 100]) {
      const pages = await readAll(send, 'Scan', { TableName: table, Limit });
      expect(ids(pages).slice(0, 4)).toEqual(expected);
      expect(ids(pages).slice(4).sort()).toEqual(['x', 'y', 'z']);
      for (const { Items } of pages) expect(Items.length).toBeLessThanOrEqual(Limit);
    }
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) => readAll(send, 'Scan', { TableName: table, TotalSegments: 3, Segment, Limit: 1 })),
    );
    expect(ids(segments.flat()).sort()).toEqual(['a', 'b', 'c', 'e', 'x', 'y', 'z']);
  });

  test('what is written in mid-scan is not handed out a second time', async () => {
    const table = await createTable(engine);
    await seed(engine, table, ['a', 'b', 'c', 'd', 'e'].map(key));
    const { send } = await previewed(engine);
    const FilterExpression = 'attribute_exists(id)';
    for (const input of [{}, { FilterExpression }]) {
      const seen: string[] = [];
      let ExclusiveStartKey: Wire | undefined;
      do {
        const page = await send('Scan', {
          TableName: table,
          Limit: 2,
          ...input,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        for (const item of page.Items) {
          seen.push(item.id.S);
          await send('PutItem', { TableName: table, Item: { ...item, seen: { BOOL: true } } });
        }
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      expect(seen.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    }
  });

  test('filters see the present images, old and new syntax', async () => {
    const table = await createTable(engine);
    const item = (id: string, n: string) => ({ ...key(id), n: { N: n } });
    await seed(engine, table, [item('a', '1'), item('b', '1'), item('c', '2'), item('d', '2')]);
    const { send } = await previewed(engine);
    for (const [id, n] of [
      ['a', '2'],
      ['c', '1'],
      ['d', '2'],
      ['new', '2'],
    ] as const) {
      await send('PutItem', { TableName: table, Item: item(id, n) });
    }
    const filters: Wire[] = [
      {
        FilterExpression: '#n = :two',
        ProjectionExpression: '#id',
        ExpressionAttributeNames: { '#n': 'n', '#id': 'id' },
        ExpressionAttributeValues: { ':two': { N: '2' } },
      },
      { ScanFilter: { n: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: '2' }] } } },
    ];
    for (const filter of filters) {
      for (const Limit of [1, 2, 100]) {
        expect(ids(await readAll(send, 'Scan', { TableName: table, Limit, ...filter })).sort()).toEqual([
          'a',
          'd',
          'new',
        ]);
      }
      const { ProjectionExpression: _, ExpressionAttributeNames: names, ...rest } = filter;
      const counted = { ...rest, ...(names && { ExpressionAttributeNames: { '#n': 'n' } }), Select: 'COUNT' };
      const [{ Count, Items }] = (await readAll(send, 'Scan', { TableName: table, ...counted })) as [Wire];
      expect([Count, Items]).toEqual([3, undefined]);
    }
  });
});
