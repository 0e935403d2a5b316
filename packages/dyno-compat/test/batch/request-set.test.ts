import { ServiceError } from '@dynamodb-migrate/core';
import { type Answer, called, fakeClient } from '../support/fake-door';

const puts = (count: number) => Array.from({ length: count }, (_, n) => ({ PutRequest: { Item: { n } } }));
const refused = () => new ServiceError('ValidationException', 'no', { statusCode: 400 });
const left = { UnprocessedItems: { t: [{ PutRequest: { Item: { n: { N: '60' } } } }] } };

function writes(answers: Answer[]) {
  const client = fakeClient(answers);
  return { ...client, set: client.dyno.batchWriteItemRequests({ RequestItems: { t: puts(61) } }) };
}

test('is an array of unsent requests', () => {
  const { set, calls } = writes([]);
  expect([set.length, set.map((request) => request!.operation), calls]).toEqual([
    3,
    Array(3).fill('batchWriteItem'),
    [],
  ]);
});

test('sendAll calls back with what each request came to', async () => {
  const { set } = writes([{}, refused(), left]);
  const [errors, data, unprocessed] = await called((callback) => set.sendAll(callback));
  expect(errors.map((error: any) => error?.code)).toEqual([undefined, 'ValidationException', undefined]);
  expect(data.map(Boolean)).toEqual([true, false, true]);
  expect(unprocessed.map((request: any) => request?.params)).toEqual([
    undefined,
    undefined,
    { RequestItems: { t: [{ PutRequest: { Item: { n: 60 } } }] } },
  ]);
});

test('what is unprocessed can be sent with its holes, and so on', async () => {
  const { set, calls } = writes([{}, {}, left, left, {}]);
  const [errors, , unprocessed] = await called((callback) => set.sendAll(2, callback));
  expect(errors).toBeNull();
  const [, data, again] = await called((callback) => unprocessed.sendAll(callback));
  expect(data.slice(0, 2)).toEqual([null, null]);
  expect((await called((callback) => again.sendAll(100, callback)))[2]).toBeNull();
  expect(calls).toHaveLength(5);
});

test('requests replaced by null are not sent', async () => {
  const { set, calls } = writes([]);
  set[1] = null;
  const [errors, data] = await called((callback) => set.sendAll(callback));
  expect([errors, data[1], calls.length]).toEqual([null, null, 2]);
});

test('one at a time unless told otherwise', async () => {
  let underWay = 0;
  let most = 0;
  const slow = async () => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 2));
    underWay--;
    return {};
  };
  await called((callback) => writes([slow, slow, slow]).set.sendAll(callback));
  expect(most).toBe(1);
  await called((callback) => writes([slow, slow, slow]).set.sendAll(3, callback));
  expect(most).toBe(3);
});

test('unprocessed keys are requests again', async () => {
  const answer = { Responses: {}, UnprocessedKeys: { t: { Keys: [{ id: { S: 'a' } }], ConsistentRead: true } } };
  const { dyno } = fakeClient([answer]);
  const set = dyno.batchGetItemRequests({ RequestItems: { t: { Keys: [{ id: 'a' }], ConsistentRead: true } } });
  const [, , unprocessed] = await called((callback) => set.sendAll(callback));
  expect(unprocessed[0].params).toEqual({ RequestItems: { t: { Keys: [{ id: 'a' }], ConsistentRead: true } } });
});
