import { ServiceError } from '@dynamodb-migrate/core';
import { fakeClient } from '../support/fake-door';

const page = (first: number, last?: number) => ({
  Items: [first, first + 1].map((n) => ({ n: { N: String(n) } })),
  Count: 2,
  ScannedCount: 3,
  ConsumedCapacity: { TableName: 'things', CapacityUnits: 0.5 },
  ...(last !== undefined && { LastEvaluatedKey: { n: { N: String(last) } } }),
});
const pages = () => [page(1, 2), page(3, 4), page(5)];

async function drain(stream: AsyncIterable<any>): Promise<number[]> {
  const seen: number[] = [];
  for await (const { n } of stream) seen.push(n);
  return seen;
}

test('streams every page, and counts', async () => {
  const { dyno, calls } = fakeClient(pages());
  const stream = dyno.scanStream({ Limit: 2, TotalSegments: 2, Segment: 1 });
  expect([stream.Count, stream.ScannedCount, 'ConsumedCapacity' in stream]).toEqual([0, 0, false]);
  expect(await drain(stream)).toEqual([1, 2, 3, 4, 5, 6]);
  expect([stream.Count, stream.ScannedCount, stream.LastEvaluatedKey]).toEqual([6, 9, undefined]);
  expect(stream.ConsumedCapacity).toEqual({ TableName: 'things', CapacityUnits: 1.5 });
  expect(calls.map(({ input }) => input.ExclusiveStartKey?.n.N)).toEqual([undefined, '2', '4']);
  expect(calls[2].input).toMatchObject({ TableName: 'things', Limit: 2, TotalSegments: 2, Segment: 1 });
});

test('nothing is requested before someone reads', async () => {
  const { dyno, calls } = fakeClient(pages());
  const stream = dyno.queryStream({ KeyConditionExpression: 'a = b' });
  await new Promise((resolve) => setImmediate(resolve));
  expect([calls.length, stream.readableHighWaterMark]).toEqual([0, 16]);
});

test('pages ahead are bounded by highWaterMark', async () => {
  const { dyno, calls } = fakeClient(pages());
  const stream = dyno.scanStream({}, { highWaterMark: 1 });
  stream.read(0);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(calls).toHaveLength(1);
  expect(await drain(stream)).toHaveLength(6);
});

test('reads as many pages as asked for', async () => {
  const { dyno } = fakeClient(pages());
  const stream = dyno.scanStream({}, { pages: 2 });
  expect(await drain(stream)).toEqual([1, 2, 3, 4]);
  expect(stream.LastEvaluatedKey).toEqual({ n: 4 });
});

test('a page without items is not the end', async () => {
  const { dyno } = fakeClient([{ Items: [], Count: 0, ScannedCount: 5, LastEvaluatedKey: { n: { N: '0' } } }, page(1)]);
  expect(await drain(dyno.scanStream())).toEqual([1, 2]);
});

test('Select COUNT streams nothing and counts', async () => {
  const { dyno } = fakeClient([{ Count: 7, ScannedCount: 8 }]);
  const stream = dyno.scanStream({ Select: 'COUNT' });
  expect([await drain(stream), stream.Count, stream.ScannedCount]).toEqual([[], 7, 8]);
});

test('validate is emitted with every request', async () => {
  const { dyno } = fakeClient(pages());
  const operations: string[] = [];
  await drain(dyno.scanStream().on('validate', ({ operation }) => operations.push(operation)));
  expect(operations).toEqual(['scan', 'scan', 'scan']);
});

test('an error is emitted once, and nothing after it', async () => {
  const { dyno, calls } = fakeClient([page(1, 2), new ServiceError('ValidationException', 'no', { statusCode: 400 })]);
  const seen: string[] = [];
  const stream = dyno.scanStream();
  for (const event of ['end', 'close']) stream.on(event, () => seen.push(event));
  stream.on('error', ({ code }: any) => seen.push(code));
  stream.resume();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect([seen, calls.length]).toEqual([['ValidationException'], 2]);
});

test('destroy gives up the request under way and makes no other', async () => {
  const { dyno, calls } = fakeClient([page(1, 2), () => new Promise(() => {})]);
  const stream = dyno.scanStream();
  const errors: unknown[] = [];
  stream.on('error', (error) => errors.push(error));
  stream.on('data', () => {});
  await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => stream.on('close', resolve).destroy());
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([calls.length, calls[1].options.signal!.aborted, errors]).toEqual([2, true, []]);
});
