import { callbackOrPromise } from '../src/callback-or-promise';
import type { Callback } from '../src/script';

const later = (work: () => void) => void setTimeout(work, 1);
const never = () => {
  throw new Error('called again');
};

describe('callbackOrPromise', () => {
  test('is done at once when the callback came at once', () => {
    expect(callbackOrPromise((callback) => callback(), true, never)).toBeUndefined();
    expect(callbackOrPromise((callback) => callback(null), true, never)).toBeUndefined();
  });

  test('throws what the callback brought at once, and what was thrown', () => {
    expect(() => callbackOrPromise((callback) => callback(new Error('no')), true, never)).toThrow('no');
    const thrown = (callback: Callback) => {
      callback();
      throw new Error('after all');
    };
    expect(() => callbackOrPromise(thrown, true, never)).toThrow('after all');
  });

  test('waits for a later callback', async () => {
    await callbackOrPromise((callback) => later(callback), true, never);
    const failing = callbackOrPromise((callback) => later(() => callback('no')), true, never);
    await expect(failing).rejects.toBe('no');
  });

  test.each([false, true])('waits for a promise (takes a callback: %s, and calls it)', async (takesCallback) => {
    const events: string[] = [];
    const work = async (callback: Callback) => {
      if (takesCallback) callback();
      await new Promise((resolve) => setTimeout(resolve, 2));
      events.push('resolved');
    };
    await callbackOrPromise(work, takesCallback, never);
    expect(events).toEqual(['resolved']);
  });

  test('an async script that takes a callback is done when it called it', async () => {
    let called = false;
    const work = async (callback: Callback) => {
      later(() => {
        called = true;
        callback();
      });
    };
    await callbackOrPromise(work, true, never);
    expect(called).toBe(true);
  });

  test('an async script that takes a callback and never calls it is never done', async () => {
    const pending = callbackOrPromise(async () => {}, true, never);
    const first = await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, 10, 'still waiting'))]);
    expect(first).toBe('still waiting');
  });

  test('a rejection and an error to the callback both fail', async () => {
    await expect(callbackOrPromise(async () => Promise.reject(new Error('no')), true, never)).rejects.toThrow('no');
    const calling = callbackOrPromise(async (callback) => later(() => callback(new Error('no'))), true, never);
    await expect(calling).rejects.toThrow('no');
  });

  test('further calls are told, with their errors', () => {
    const repeats: unknown[] = [];
    const work = (callback: Callback) => {
      callback();
      callback();
      callback(new Error('late'));
    };
    expect(callbackOrPromise(work, true, (error) => repeats.push(error))).toBeUndefined();
    expect(repeats).toEqual([undefined, new Error('late')]);
  });
});
