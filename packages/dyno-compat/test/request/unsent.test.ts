import { setTimeout as sleep } from 'node:timers/promises';
import { createUnsent } from '@dynamodb-migrate/core';
import { type Answer, fakeClient } from '../support/fake-door';

function follow(answers: Answer[] = []) {
  const unsent = createUnsent();
  const { dyno, Dyno } = fakeClient(answers, {}, { onUnsent: unsent.handOut });
  const lost: string[] = [];
  unsent.report(({ operation, table }) => lost.push(`${operation} ${table}`));
  const left = () => {
    unsent.giveUp();
    return lost;
  };
  return { dyno, Dyno, unsent, left };
}

const leftOver = { UnprocessedItems: { things: [{ PutRequest: { Item: { id: { S: 'a' } } } }] } };
const item = { PutRequest: { Item: { id: 'a' } } };

test('names the operation and the tables of what is never sent', () => {
  const { dyno, left } = follow();
  dyno.putItem({ Item: { id: 'a' } });
  dyno.updateItem({ TableName: 'others', Key: { id: 'a' } });
  dyno.batchWriteItem({ RequestItems: { one: [item], two: [item] } });
  dyno._client.deleteItem({ Key: { id: { S: 'a' } } });
  dyno._tableFreeDocClient.put({ Item: { id: 'a' } });
  expect(left()).toEqual([
    'PutItem things',
    'UpdateItem others',
    'BatchWriteItem one, two',
    'DeleteItem things',
    'PutItem ',
  ]);
});

test('knows of what is on its way until it has its answer', async () => {
  const { dyno, unsent, left } = follow();
  const request = dyno.putItem({ Item: { id: 'a' } });
  expect(unsent.count()).toBe(1);
  const answer = request.promise();
  expect(unsent.count()).toBe(1);
  await answer;
  expect(unsent.count()).toBe(0);
  expect(left()).toEqual([]);
});

test.each<[string, (dyno: ReturnType<typeof follow>['dyno']) => unknown]>([
  ['a request with a callback', (dyno) => dyno.putItem({ Item: { id: 'a' } }, () => {})],
  ['a twin with a promise', (dyno) => dyno.putItemAsync({ Item: { id: 'a' } })],
  ['a set of requests', (dyno) => dyno.batchWriteItemRequests({ RequestItems: { things: [item] } })],
  ['a set that is complete', (dyno) => dyno.batchWriteAll({ RequestItems: { things: [item] } })],
  ['a request that is aborted', (dyno) => dyno.putItem({ Item: { id: 'a' } }).abort()],
  ['a stream that is destroyed', (dyno) => dyno.scanStream().destroy()],
  ['a request that is refused', (dyno) => dyno.putItem({}).send(() => {})],
])('%s is not waited for', async (_, make) => {
  const { dyno, left } = follow();
  make(dyno);
  await sleep(20);
  expect(left()).toEqual([]);
});

test('a complete set is on its way while it waits between two attempts', async () => {
  const { dyno, unsent } = follow([leftOver]);
  const done = new Promise<void>((resolve) => {
    dyno.batchWriteAll({ RequestItems: { things: [item] } }).sendAll(() => resolve());
  });
  await sleep(10);
  expect(unsent.count()).toBe(1);
  await done;
  expect(unsent.count()).toBe(0);
});

test('a record that was written to a stream is on its way until it is put', async () => {
  const { dyno, unsent, left } = follow([leftOver]);
  const stream = dyno.putStream();
  for (let n = 0; n < 26; n++) stream.write({ id: `a${n}` });
  await sleep(10);
  expect(unsent.count()).toBe(26);
  await sleep(100);
  expect(unsent.count()).toBe(1);
  await new Promise<void>((resolve) => stream.end({ id: 'b' }, resolve));
  expect(unsent.count()).toBe(0);
  expect(left()).toEqual([]);
});
