import { ServiceError } from '@dynamodb-migrate/core';
import { type Answer, type Call, fakeClient } from '../support/fake-door';

const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const written = (calls: Call[]) =>
  calls.map(({ input }) => input.RequestItems.things.map(({ PutRequest }: any) => Number(PutRequest.Item.n.N)));

function put(count: number, answers: Answer[] = [], options = {}) {
  const client = fakeClient(answers);
  const stream = client.dyno.putStream(options);
  const finished = new Promise<void>((resolve, reject) => stream.on('finish', resolve).on('error', reject));
  for (const item of items(count)) stream.write(item);
  return { ...client, stream, finished };
}

test('puts records in batches of 25 and finishes after the last', async () => {
  const { stream, finished, calls } = put(60);
  stream.end();
  await finished;
  expect(written(calls).map((batch) => batch.length)).toEqual([25, 25, 10]);
  expect(written(calls).flat()).toEqual(items(60).map(({ n }) => n));
  expect(stream.requestCount).toBe(3);
});

test('end(item) finishes and loses nothing', async () => {
  const { stream, finished, calls } = put(2);
  stream.end({ n: 2 });
  await finished;
  expect(written(calls)).toEqual([[0, 1, 2]]);
});

test('an empty stream finishes without a request', async () => {
  const { stream, finished, calls } = put(0);
  stream.end();
  await finished;
  expect(calls).toEqual([]);
});

test('unprocessed items are sent again, later each time', async () => {
  const times: number[] = [];
  const unprocessed = ({ input }: Call) => {
    times.push(performance.now());
    return { UnprocessedItems: input.RequestItems };
  };
  const { stream, finished, calls } = put(3, [unprocessed, unprocessed, unprocessed]);
  stream.end();
  await finished;
  expect(written(calls)).toEqual([
    [0, 1, 2],
    [0, 1, 2],
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect(stream.requestCount).toBe(4);
  const waits = times.slice(1).map((time, i) => time - times[i]);
  expect(waits[0]).toBeGreaterThanOrEqual(24);
  expect(waits[1]).toBeGreaterThanOrEqual(49);
});

test.each([
  [undefined, 1],
  [3, 3],
])('concurrency %p keeps at most %p batches under way', async (concurrency, most) => {
  let underWay = 0;
  let seen = 0;
  const slow = async () => {
    seen = Math.max(seen, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underWay--;
    return {};
  };
  const { stream, finished } = put(250, Array(10).fill(slow), concurrency ? { concurrency } : {});
  stream.end();
  await finished;
  expect(seen).toBe(most);
});

test('writers are held back while batches are under way', async () => {
  const { stream } = put(26, [() => new Promise(() => {})], { highWaterMark: 1 });
  expect(stream.writableNeedDrain).toBe(true);
  stream.destroy();
});

test('a failed batch is an error of the stream, which does not finish', async () => {
  const { stream, finished } = put(30, [new ServiceError('ValidationException', 'no', { statusCode: 400 })]);
  stream.end();
  await expect(finished).rejects.toMatchObject({ code: 'ValidationException' });
  expect(stream.writableFinished).toBe(false);
});

test('retry listens to the retries of each request', async () => {
  const codes: string[] = [];
  const { stream, finished } = put(1, [new ServiceError('ThrottlingException', 'busy', { statusCode: 400 })], {
    retry: ({ error }: any) => codes.push(error.code),
  });
  stream.end();
  await expect(finished).rejects.toThrow('busy');
  expect(codes).toEqual(['ThrottlingException']);
});
