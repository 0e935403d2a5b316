import { AsyncLocalStorage } from 'node:async_hooks';
import { retry, ServiceError } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import { called, fakeClient, fakeDoor } from '../support/fake-door';

const Key = { id: 'a' };
const events =
  'validate build afterBuild sign httpHeaders httpDone httpError send validateResponse extractError extractData retry afterRetry success error complete'.split(
    ' ',
  );

function trace(request: any): string[] {
  const seen: string[] = [];
  for (const event of events) request.on(event, () => seen.push(event));
  return seen;
}

test('nothing is sent before send, and no door is opened', async () => {
  const { dyno, calls, targets } = fakeClient();
  const request = dyno.getItem({ Key });
  expect([request.operation, request.params]).toEqual(['getItem', { Key, TableName: 'things' }]);
  expect([await (request as any).then, calls, targets]).toEqual([undefined, [], []]);
});

test('params may be changed until they are sent, and not after', async () => {
  const { dyno, calls } = fakeClient();
  const Item = { id: 'a', n: 1 };
  const request = dyno.putItem({ Item });
  request.params.ReturnValues = 'ALL_OLD';
  const done = called((callback) => request.send(callback));
  Item.n = 2;
  await done;
  expect(calls[0].input).toStrictEqual({
    TableName: 'things',
    Item: { id: { S: 'a' }, n: { N: '1' } },
    ReturnValues: 'ALL_OLD',
  });
});

test('the callback gets null and the data, with the response as this', async () => {
  const { dyno } = fakeClient([{ Item: { id: { S: 'a' } } }]);
  const [self, ...args] = await called((callback) =>
    dyno.getItem({ Key }, function (this: any, ...given: any[]) {
      callback(this, ...given);
    }),
  );
  expect(args).toEqual([null, { Item: Key }]);
  expect([self.requestId, self.httpResponse.statusCode, self.retryCount]).toEqual(['request-1', 200, 0]);
  expect(JSON.parse(String(self.httpResponse.body))).toEqual({ Item: { id: { S: 'a' } } });
});

test('promise gives the data with a hidden $response', async () => {
  const { dyno } = fakeClient([{ Item: { id: { S: 'a' } } }]);
  const data: any = await dyno.getItem({ Key }).promise();
  expect(Object.keys(data)).toEqual(['Item']);
  expect(data.$response.requestId).toBe('request-1');
});

test('a request that is complete gives its answer again without being sent', async () => {
  const { dyno, calls } = fakeClient([{ Item: { id: { S: 'a' } } }]);
  const request = dyno.getItem({ Key });
  await request.promise();
  expect((await called((callback) => request.send(callback)))[1]).toEqual({ Item: Key });
  expect(calls).toHaveLength(1);
});

test('events come in the order of aws-sdk v2', async () => {
  const { dyno } = fakeClient([{}, new ServiceError('ValidationException', 'no', { statusCode: 400, headers: {} })]);
  const succeeding = dyno.getItem({ Key });
  const success = trace(succeeding);
  await succeeding.promise();
  expect(success.join(' ')).toBe(
    'validate build afterBuild sign httpHeaders httpDone send validateResponse extractData success complete',
  );
  const failing = dyno.getItem({ Key });
  const failure = trace(failing);
  await expect(failing.promise()).rejects.toThrow('no');
  expect(failure.join(' ')).toBe(
    'validate build afterBuild sign httpHeaders httpDone send validateResponse extractError retry afterRetry error complete',
  );
  const invalid = dyno.getItem({});
  const refused = trace(invalid);
  invalid.send(() => {});
  expect(refused.join(' ')).toBe('validate error complete');
});

describe('retries', () => {
  const busy = () => new ServiceError('ThrottlingException', 'busy', { statusCode: 400, headers: {} });
  const wrong = () => new ServiceError('ValidationException', 'wrong', { statusCode: 400, headers: {} });
  const retrying = (answers: any[], options = {}) => {
    const { connect, calls } = fakeDoor(answers);
    const layer = retry();
    const Dyno = createDyno((target) => layer(connect(target), target));
    const base = { table: 'things', region: 'us-east-1', maxRetries: 2, retryDelayOptions: { base: 1 } };
    return { dyno: Dyno({ ...base, ...options }), calls };
  };

  test('each attempt goes through its events, and success ends them', async () => {
    const { dyno } = retrying([busy(), busy(), {}]);
    const request = dyno.getItem({ Key });
    const seen = trace(request);
    await request.promise();
    const attempt = 'sign httpHeaders httpDone send validateResponse';
    const failed = `${attempt} extractError retry afterRetry`;
    expect(seen.join(' ')).toBe(
      `validate build afterBuild ${failed} ${failed} ${attempt} extractData success complete`,
    );
    expect([request.response.retryCount, request.response.error]).toEqual([2, null]);
  });

  test('maxRetries is the limit', async () => {
    const { dyno, calls } = retrying([busy(), busy(), busy(), busy()]);
    const [error] = await called((callback) => dyno.getItem({ Key }, callback));
    expect(error).toMatchObject({ code: 'ThrottlingException', retryable: true });
    expect(calls).toHaveLength(3);
  });

  test.each([
    ['false keeps the next attempt from being made', busy, false, 1],
    ['true makes it', wrong, true, 3],
  ])('a retry listener that sets retryable to %s', async (_name, failure, retryable, attempts) => {
    const { dyno, calls } = retrying([failure(), failure(), failure(), failure()]);
    const request = dyno.getItem({ Key });
    request.on('retry', (response: any) => {
      response.error.retryable = retryable;
    });
    await expect(request.promise()).rejects.toMatchObject({ retryable });
    expect(calls).toHaveLength(attempts);
  });

  test('customBackoff chooses the delay, and none below 0', async () => {
    const asked: number[] = [];
    const customBackoff = (retry: number) => {
      asked.push(retry);
      return retry === 0 ? 1 : -1;
    };
    const { dyno, calls } = retrying([busy(), busy(), busy()], { retryDelayOptions: { customBackoff }, maxRetries: 5 });
    await expect(dyno.getItem({ Key }).promise()).rejects.toThrow('busy');
    expect([asked, calls.length]).toEqual([[0, 1], 2]);
  });

  test('abort between two attempts', async () => {
    const { dyno, calls } = retrying([busy(), {}], { retryDelayOptions: { base: 10_000 } });
    const request = dyno.getItem({ Key });
    request.on('retry', () => setImmediate(() => request.abort()));
    await expect(request.promise()).rejects.toMatchObject({ code: 'RequestAbortedError' });
    expect(calls).toHaveLength(1);
  });
});

describe('abort', () => {
  const aborted = {
    code: 'RequestAbortedError',
    name: 'RequestAbortedError',
    message: 'Request aborted by user',
    retryable: false,
  };

  test.each<[string, (request: any) => void]>([
    ['before send', (request) => request.abort()],
    ['in the tick of send', (request) => queueMicrotask(() => request.abort())],
    ['later', (request) => setTimeout(() => request.abort(), 5)],
  ])('%s gives the callback its error', async (_when, abort) => {
    const { dyno, calls } = fakeClient([() => new Promise(() => {})]);
    const request = dyno.getItem({ Key });
    abort(request);
    const [error, data] = await called((callback) => request.send(callback));
    expect(error).toMatchObject(aborted);
    expect(data).toBeNull();
    expect(calls.every(({ options }) => options.signal!.aborted)).toBe(true);
  });

  test('after completion changes nothing', async () => {
    const { dyno } = fakeClient();
    const request = dyno.getItem({ Key });
    let calls = 0;
    await new Promise<void>((resolve) => {
      request.send(() => {
        calls++;
        resolve();
      });
    });
    request.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect([calls, request.response.error]).toEqual([1, null]);
  });
});

describe('what listeners and callbacks throw', () => {
  test('in validate it is the error of the request', async () => {
    const { dyno, calls } = fakeClient();
    const request = dyno.getItem({ Key });
    request.on('validate', () => {
      throw new RangeError('mine');
    });
    const [error] = await called((callback) => request.send(callback));
    expect(error).toMatchObject({ message: 'mine', code: 'RangeError', time: expect.any(Date) });
    expect(calls).toEqual([]);
  });

  test('in a callback for a client-side error it is thrown by the call', () => {
    const { dyno } = fakeClient();
    const call = () =>
      dyno.getItem({}, () => {
        throw new Error('mine');
      });
    expect(call).toThrow('mine');
  });
});

test('callbacks run in the async context of the call', async () => {
  const scope = new AsyncLocalStorage<string>();
  const { dyno } = fakeClient();
  const seen = await Promise.all(
    ['one', 'two'].map((record) =>
      scope.run(record, () => called((callback) => dyno.getItem({ Key }, () => callback(scope.getStore())))),
    ),
  );
  expect(seen).toEqual([['one'], ['two']]);
});

test('a door that cannot be opened is an error in the callback', async () => {
  const Dyno = createDyno(() => {
    throw new Error('no door');
  });
  const dyno = Dyno({ table: 'things', region: 'us-east-1' });
  expect((await called((callback) => dyno.getItem({ Key }, callback)))[0].message).toBe('no door');
});

test('createReadStream streams the body', async () => {
  const { dyno } = fakeClient([{ Item: { id: { S: 'a' } } }]);
  const chunks: Buffer[] = [];
  for await (const chunk of dyno.getItem({ Key }).createReadStream()) chunks.push(chunk);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ Item: { id: { S: 'a' } } });
});
