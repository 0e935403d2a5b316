import { setTimeout as sleep } from 'node:timers/promises';
import { createAbortion } from '../../src/request/abortion';

test('Node takes the signal for one', async () => {
  const { signal, abort } = createAbortion();
  const slept = sleep(60_000, undefined, { signal });
  abort();
  await expect(slept).rejects.toMatchObject({ name: 'AbortError' });
  await expect(sleep(60_000, undefined, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(() => signal.throwIfAborted()).toThrow('aborted');
});

test('listeners are called once, unless they were removed', () => {
  const { signal, abort } = createAbortion();
  const called: string[] = [];
  const removed = () => called.push('removed');
  signal.addEventListener('abort', () => called.push('kept'));
  signal.addEventListener('abort', removed);
  signal.removeEventListener('abort', removed);
  expect(signal.aborted).toBe(false);
  abort();
  abort();
  expect(called).toEqual(['kept']);
});
