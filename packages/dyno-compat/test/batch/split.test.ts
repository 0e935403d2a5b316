import { splitKeys, splitWrites } from '../../src/batch/split';

const puts = (count: number, item: object = {}) =>
  Array.from({ length: count }, () => ({ PutRequest: { Item: item } }));
const sizes = (params: any[]) =>
  params.map(({ RequestItems }) =>
    Object.entries<any>(RequestItems).map(([table, list]) => [table, (list.Keys ?? list).length]),
  );

test('25 writes fit a request, across tables', () => {
  const RequestItems = { a: puts(30), b: puts(21), c: [] };
  expect(sizes(splitWrites({ RequestItems }))).toEqual([
    [['a', 25]],
    [
      ['a', 5],
      ['b', 20],
    ],
    [
      ['b', 1],
      ['c', 0],
    ],
  ]);
});

test('100 keys fit a request, across tables', () => {
  const Keys = Array.from({ length: 150 }, (_, id) => ({ id }));
  expect(sizes(splitKeys({ RequestItems: { a: { Keys }, b: { Keys } } }))).toEqual([
    [['a', 100]],
    [
      ['a', 50],
      ['b', 50],
    ],
    [['b', 100]],
  ]);
});

test('16 MB fit a request, nested values counted, and a larger item travels alone', () => {
  const nested = { deep: [{ data: Buffer.alloc(6 * 1024 * 1024) }] };
  expect(sizes(splitWrites({ RequestItems: { a: puts(3, nested) } }))).toEqual([[['a', 2]], [['a', 1]]]);
  const huge = { data: 'x'.repeat(17 * 1024 * 1024) };
  const RequestItems = { a: [...puts(1), ...puts(1, huge), ...puts(1)] };
  expect(sizes(splitWrites({ RequestItems }))).toEqual([[['a', 1]], [['a', 1]], [['a', 1]]]);
});

test('settings of the request and of each table are kept', () => {
  const asked = { Keys: [{ id: 1 }], ConsistentRead: true, ProjectionExpression: 'id' };
  expect(splitKeys({ RequestItems: { a: asked }, ReturnConsumedCapacity: 'TOTAL' })).toEqual([
    { RequestItems: { a: asked }, ReturnConsumedCapacity: 'TOTAL' },
  ]);
  expect(splitWrites({ RequestItems: { a: puts(1) }, ReturnConsumedCapacity: undefined })).toStrictEqual([
    { RequestItems: { a: puts(1) } },
  ]);
});

test('no writes make one request, which the service refuses', () => {
  expect(splitWrites({ RequestItems: {} })).toEqual([{ RequestItems: {} }]);
});

test('tables may have the names of what objects inherit', () => {
  const names = ['constructor', 'toString', '__proto__'];
  const write = { PutRequest: { Item: { id: 'a' } } };
  const writes = splitWrites({ RequestItems: Object.fromEntries(names.map((name) => [name, [write, write]])) });
  expect(writes.flatMap(({ RequestItems }: any) => Object.entries(RequestItems))).toEqual(
    names.map((name) => [name, [write, write]]),
  );
  const keys = splitKeys({ RequestItems: Object.fromEntries(names.map((name) => [name, { Keys: [{ id: 'a' }] }])) });
  expect(keys.flatMap(({ RequestItems }: any) => Object.entries(RequestItems))).toEqual(
    names.map((name) => [name, { Keys: [{ id: 'a' }] }]),
  );
});
