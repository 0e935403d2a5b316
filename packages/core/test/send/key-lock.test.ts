import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { keyLock } from '../../src/send/key-lock';

test('work on one key never overtakes or overlaps, whatever else is locked with it', async () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(ids, fc.nat(2)), { maxLength: 8 }), async (jobs) => {
      const lock = keyLock();
      const order: { [id: string]: number[] } = { a: [], b: [], c: [] };
      const held = new Set<string>();
      await Promise.all(
        jobs.map(([some, wait], index) =>
          lock.run([...some, ...some], async () => {
            for (const id of some) {
              expect(held.has(id)).toBe(false);
              held.add(id);
              order[id]!.push(index);
            }
            await sleep(wait);
            for (const id of some) held.delete(id);
          }),
        ),
      );
      for (const indexes of Object.values(order)) expect(indexes).toEqual(indexes.toSorted((x, y) => x - y));
      expect(['a', 'b', 'c'].some(lock.busy)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test('a failure releases the key', async () => {
  const lock = keyLock();
  const failing = lock.run(['a'], async () => Promise.reject(new Error('no')));
  expect(lock.busy('a')).toBe(true);
  const next = lock.run(['a'], async () => 'done');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('done');
});
