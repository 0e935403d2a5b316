import { ServiceError } from '@dynamodb-migrate/core';
import { called, fakeClient } from '../support/fake-door';

const page = (id: string, last?: string) => ({
  Items: [{ id: { S: id } }],
  ...(last && { LastEvaluatedKey: { id: { S: last } } }),
});
const pages = () => [page('a', 'a'), page('b', 'b'), page('c')];

test('eachPage calls back with every page, then with null', async () => {
  const { dyno, calls } = fakeClient(pages());
  const seen: unknown[] = [];
  await new Promise<void>((resolve) => {
    dyno.scan({ Limit: 1 }).eachPage((error, data) => {
      seen.push([error, data?.Items[0].id]);
      if (data === null) resolve();
    });
  });
  expect(seen).toEqual([
    [null, 'a'],
    [null, 'b'],
    [null, 'c'],
    [null, undefined],
  ]);
  expect(calls.map(({ input }) => input.ExclusiveStartKey?.id.S)).toEqual([undefined, 'a', 'b']);
  expect(calls[2].input.Limit).toBe(1);
});

test('eachPage waits for done, and stops at false', async () => {
  const { dyno, calls } = fakeClient(pages());
  await new Promise<void>((resolve) => {
    dyno.scan().eachPage((_error, data, done) => {
      setImmediate(() => {
        done!(data.Items[0].id !== 'b');
        if (data.Items[0].id === 'b') setImmediate(resolve);
      });
    });
  });
  expect(calls).toHaveLength(2);
});

test('eachItem calls back with every item, stops at false, and tells errors once', async () => {
  const { dyno } = fakeClient(pages());
  const seen: unknown[] = [];
  await new Promise<void>((resolve) => {
    dyno.scan().eachItem((_error, item) => {
      seen.push(item);
      if (item === null) resolve();
    });
  });
  expect(seen).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }, null]);

  const stopped = fakeClient(pages());
  stopped.dyno.scan().eachItem(() => false);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(stopped.calls).toHaveLength(1);

  const failing = fakeClient([page('a', 'a'), new ServiceError('ValidationException', 'no', { statusCode: 400 })]);
  const ends: unknown[] = [];
  failing.dyno.scan().eachItem((error, item) => ends.push(error?.code ?? item?.id));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(ends).toEqual(['a', 'ValidationException']);
});

test('nextPage asks for what comes after this page, and is null after the last', async () => {
  const { dyno, calls } = fakeClient([page('a', 'a'), page('b')]);
  const first: any = dyno.scan({ Limit: 1, FilterExpression: 'f' });
  await first.promise();
  expect(first.response.hasNextPage()).toBe(true);
  const next = first.response.nextPage();
  expect(next.params).toEqual({ TableName: 'things', Limit: 1, FilterExpression: 'f', ExclusiveStartKey: { id: 'a' } });
  await next.promise();
  expect(calls).toHaveLength(2);
  expect([next.response.hasNextPage(), next.response.nextPage()]).toEqual([false, null]);
  expect(await called((callback) => next.response.nextPage(callback))).toEqual([null, null]);
});

test('operations without pages say so', async () => {
  const { dyno } = fakeClient();
  const request: any = dyno.getItem({ Key: { id: 'a' } });
  await request.promise();
  expect([request.isPageable(), request.response.hasNextPage()]).toEqual([false, undefined]);
  expect(() => request.response.nextPage()).toThrow('No pagination configuration for getItem');
});

test('unprocessed keys are a next page, none are not', async () => {
  const left = { Responses: {}, UnprocessedKeys: { t: { Keys: [{ id: { S: 'a' } }] } } };
  const { dyno } = fakeClient([left, { Responses: {}, UnprocessedKeys: {} }]);
  const request: any = dyno.batchGetItem({ RequestItems: { t: { Keys: [{ id: 'a' }, { id: 'b' }] } } });
  await request.promise();
  const next = request.response.nextPage();
  expect(next.params.RequestItems).toEqual({ t: { Keys: [{ id: 'a' }] } });
  await next.promise();
  expect(next.response.hasNextPage()).toBe(false);
});
