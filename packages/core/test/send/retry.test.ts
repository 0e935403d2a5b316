import { type AttemptFailure, backoff, retry, type Send, type SendOptions, ServiceError } from '@dynamodb-migrate/core';

const target = { region: 'us-east-1' };

function failing(...errors: Error[]): { send: Send; calls: () => number } {
  let calls = 0;
  return {
    send: async (_operation, _input, options: SendOptions = {}) => {
      const error = errors[calls++];
      if (error) throw error;
      options.onResponse?.({ statusCode: 200, headers: {}, attempts: 1 });
      return { ok: true };
    },
    calls: () => calls,
  };
}

const throttle = () => new ServiceError('ProvisionedThroughputExceededException', 'slow down', { statusCode: 400 });
const refusal = () => new ServiceError('ValidationException', 'no', { statusCode: 400 });

describe('retry', () => {
  test('makes attempts until one succeeds, and says how many', async () => {
    const service = failing(throttle(), new ServiceError('InternalServerError', 'oops', { statusCode: 500 }));
    let attempts = 0;
    const send = retry({ delay: () => 0 })(service.send, target);
    const onResponse = (meta: { attempts: number }) => {
      attempts = meta.attempts;
    };
    await expect(send('GetItem', {}, { onResponse })).resolves.toEqual({ ok: true });
    expect(attempts).toBe(3);
  });

  test.each([
    ['ValidationException', 400],
    ['TransactionConflictException', 400],
    ['LimitExceededException', 400],
    ['InternalServerError', 400],
  ])('does not repeat %s at HTTP %i', async (name, statusCode) => {
    const service = failing(new ServiceError(name, 'no', { statusCode }));
    await expect(retry({ delay: () => 0 })(service.send, target)('PutItem', {})).rejects.toMatchObject({
      name,
      attempts: 1,
    });
    expect(service.calls()).toBe(1);
  });

  test.each(['NetworkingError', 'TimeoutError', 'CRC32CheckFailed', 'ExpiredTokenException', 'InvalidResponse'])(
    'repeats %s',
    async (name) => {
      const service = failing(new ServiceError(name, 'again'));
      await retry({ delay: () => 0 })(service.send, target)('PutItem', {});
      expect(service.calls()).toBe(2);
    },
  );

  test('gives up after 10 retries, as patient as the old tool', async () => {
    const service = failing(...Array.from({ length: 20 }, throttle));
    const delays: number[] = [];
    const send = retry({
      delay: (n) => {
        delays.push(n);
        return 0;
      },
    })(service.send, target);
    await expect(send('PutItem', {})).rejects.toMatchObject({ attempts: 11 });
    expect(delays).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('a caller may change the count and whether an error is repeated', async () => {
    const service = failing(refusal(), refusal(), refusal());
    const onFailure = (failure: AttemptFailure) => {
      failure.retryable = true;
    };
    const send = retry()(service.send, target);
    await expect(send('PutItem', {}, { retry: { max: 1, delay: () => 0, onFailure } })).rejects.toThrow('no');
    expect(service.calls()).toBe(2);
  });

  test('an abort ends the waiting', async () => {
    const controller = new AbortController();
    const delay = () => {
      setTimeout(() => controller.abort(), 10);
      return 60_000;
    };
    const send = retry({ delay })(failing(throttle()).send, target);
    await expect(send('PutItem', {}, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('waits about 38 s in all before giving up', () => {
    const most = Array.from({ length: 10 }, (_, n) => 50 * 2 ** n).reduce((a, b) => a + b);
    for (let round = 0; round < 50; round++) {
      const total = Array.from({ length: 10 }, (_, n) => backoff(n)).reduce((a, b) => a + b);
      expect(total).toBeGreaterThanOrEqual(most / 2);
      expect(total).toBeLessThanOrEqual(most);
    }
  });
});
