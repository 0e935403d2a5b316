import { ServiceError } from '@dynamodb-migrate/core';
import { type Answer, type Call, called, fakeClient } from '../support/fake-door';

const puts = (count: number) => Array.from({ length: count }, (_, n) => ({ PutRequest: { Item: { n } } }));
const refused = (message: string) => new ServiceError('ValidationException', message, { statusCode: 400 });
const unprocessed = ({ input }: Call) => ({ UnprocessedItems: input.RequestItems });
const unread = ({ input }: Call) => ({ Responses: {}, UnprocessedKeys: input.RequestItems });

function writeAll(count: number, answers: Answer[], maxRetries?: number) {
  const client = fakeClient(answers);
  const set = client.dyno.batchWriteAll(
    { RequestItems: { t: puts(count) }, ReturnConsumedCapacity: 'TOTAL' },
    maxRetries,
  );
  return { ...client, result: called((callback) => set.sendAll(callback)) };
}

function getAll(count: number, answers: Answer[], maxRetries?: number) {
  const client = fakeClient(answers);
  const Keys = Array.from({ length: count }, (_, n) => ({ n }));
  const set = client.dyno.batchGetAll({ RequestItems: { t: { Keys, ConsistentRead: true } } }, maxRetries);
  return { ...client, result: called((callback) => set.sendAll(10, callback)) };
}

test('everything written is no error and nothing unprocessed', async () => {
  const { result, calls } = writeAll(30, []);
  expect(await result).toEqual([undefined, { UnprocessedItems: {} }]);
  expect(calls).toHaveLength(2);
});

test('unprocessed writes are sent again with doubling delays, and capacity adds up', async () => {
  const some = () => ({
    UnprocessedItems: { t: [{ PutRequest: { Item: { n: { N: '1' } } } }] },
    ConsumedCapacity: [{ TableName: 't', CapacityUnits: 2 }],
  });
  const start = performance.now();
  const { result, calls } = writeAll(2, [some, some, { ConsumedCapacity: [{ TableName: 't', CapacityUnits: 3 }] }]);
  expect(await result).toEqual([
    undefined,
    { UnprocessedItems: {}, ConsumedCapacity: { TableName: 't', CapacityUnits: 7 } },
  ]);
  expect(performance.now() - start).toBeGreaterThanOrEqual(70);
  expect(calls.map(({ input }) => [input.RequestItems.t.length, input.ReturnConsumedCapacity])).toEqual([
    [2, 'TOTAL'],
    [1, 'TOTAL'],
    [1, 'TOTAL'],
  ]);
});

test('writes that are never made are an error and stay listed', async () => {
  const { result, calls } = writeAll(2, [unprocessed, unprocessed, unprocessed], 2);
  const [error, data] = await result;
  expect(error).toMatchObject({
    code: 'UnprocessedItems',
    message: expect.stringMatching(/^2 writes were still unprocessed after 2 retries/),
  });
  expect([data, calls.length]).toEqual([{ UnprocessedItems: { t: puts(2) } }, 3]);
});

test('every failed batch is told and its writes listed', async () => {
  const { result } = writeAll(60, [refused('first'), {}, refused('second')]);
  const [error, data] = await result;
  expect([error.message, error.errors.map((each: Error) => each.message)]).toEqual(['first', ['first', 'second']]);
  expect(data.UnprocessedItems.t).toEqual([...puts(25), ...puts(60).slice(50)]);
});

test('an error after a retry lists what was left then', async () => {
  const some = { UnprocessedItems: { t: [{ PutRequest: { Item: { n: { N: '1' } } } }] } };
  const { result } = writeAll(2, [some, refused('no')]);
  const [error, data] = await result;
  expect([error.message, data]).toEqual(['no', { UnprocessedItems: { t: [{ PutRequest: { Item: { n: 1 } } }] } }]);
});

test('reads are gathered over requests and retries', async () => {
  const found = ({ input }: Call) => ({ Responses: { t: input.RequestItems.t.Keys }, UnprocessedKeys: {} });
  const { result, calls } = getAll(150, [unread, found, found]);
  const [error, data] = await result;
  expect([error, data.Responses.t.length, data.UnprocessedKeys]).toEqual([undefined, 150, {}]);
  expect(calls.every(({ input }) => input.RequestItems.t.ConsistentRead)).toBe(true);
});

test('keys that are never read are listed without an error', async () => {
  const { result } = getAll(2, [unread, unread], 1);
  expect(await result).toEqual([
    undefined,
    { Responses: {}, UnprocessedKeys: { t: { Keys: [{ n: 0 }, { n: 1 }], ConsistentRead: true } } },
  ]);
});
