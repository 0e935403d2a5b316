import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expiry, type LockOwner } from '@dynamodb-migrate/core';
import { tempDir } from '@dynamodb-migrate/test-tools';
import type { Bucket } from '../../src/state/s3/bucket';
import { remoteLocks } from '../../src/state/s3/lock';

const id = '2026-11-30T10-00-00Z-add-abcd';
const name = `runs/${id}/lock.json`;

/** A bucket with a clock, which keeps conditions unless it is told not to, and is as slow as asked for. */
function fakeBucket() {
  let object: { text: string; version: string; at: number } | undefined;
  let versions = 0;
  const bucket = {
    slow: async () => {},
    keepsConditions: true,
    /** What becomes of the next answer to a replacement. */
    answer: 'comes' as 'comes' | 'is lost' | 'is unreachable',
    get owner(): LockOwner | undefined {
      return object && JSON.parse(object.text);
    },
    set(owner: object | undefined) {
      object = owner && { text: JSON.stringify(owner), version: `v${++versions}`, at: Date.now() };
    },
    set text(text: string) {
      object = { text, version: `v${++versions}`, at: Date.now() };
    },
    async read() {
      await bucket.slow();
      if (bucket.answer === 'is unreachable') throw new Error('unreachable');
      return object && { text: object.text, version: object.version, age: Date.now() - object.at };
    },
    async replace(_name: string, text: string, version: string | undefined) {
      await bucket.slow();
      if (bucket.answer === 'is unreachable') throw new Error('unreachable');
      if (bucket.keepsConditions && object?.version !== version) return undefined;
      object = { text, version: `v${++versions}`, at: Date.now() };
      if (bucket.answer === 'comes') return object.version;
      bucket.answer = 'comes';
      // The SDK tries again, and finds that the object is no longer what it was.
      return undefined;
    },
  };
  return bucket;
}

function open(bucket: ReturnType<typeof fakeBucket>, push = async () => {}) {
  const base = tempDir();
  mkdirSync(path.join(base, 'runs', id), { recursive: true });
  return { base, ...remoteLocks({ base, bucket: bucket as unknown as Bucket, refresh: async () => {}, push }) };
}

/** Who else may have it, on a host that nobody can look into. */
const other = (token: number, more = {}) => ({ token, task: 'running', pid: 7, host: 'build-3', takenAt: '', ...more });

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});
/** Lets time go by, and what is asked of disks meanwhile come. */
async function goBy(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await jest.advanceTimersByTimeAsync(1000);
    await new Promise(setImmediate);
  }
}

/** Lets time go by until something has come to its end. */
async function ended<T>(promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  promise.then(over, over);
  while (!isOver) {
    await jest.advanceTimersByTimeAsync(1);
    await new Promise(setImmediate);
  }
  return promise;
}

test.each([2, 3, 20])('of %i that want a run in the same moment, one gets it', async (many) => {
  for (let round = 0; round < 20; round++) {
    const bucket = fakeBucket();
    if (round % 2) bucket.set(other(round, { released: true }));
    bucket.slow = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
    const all = await ended(Promise.allSettled(Array.from({ length: many }, () => open(bucket).take(id, 'running'))));
    const won = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(won).toHaveLength(1);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'RUN_IS_RUNNING' });
    expect(won[0]!.token).toBe(round % 2 ? round + 1 : 1);
    won[0]!.leave();
  }
});

test.each([
  ['who gave it back', 0, { released: true }, true],
  ['who showed a sign of life just now', 1, {}, false],
  ['who showed one less than two minutes ago', 119, {}, false],
  ['who showed none for two minutes', 121, {}, true],
])('one %s', async (_who, seconds, more, isFree) => {
  const bucket = fakeBucket();
  bucket.set(other(4, more));
  await goBy(seconds);
  const taking = open(bucket).take(id, 'being rolled back');
  if (!isFree) {
    await expect(taking).rejects.toMatchObject({ message: `run ${id} is running in process 7 on build-3` });
    return;
  }
  const lock = await taking;
  expect(lock.token).toBe(5);
  expect(bucket.owner).toMatchObject({ token: 5, task: 'being rolled back', pid: process.pid });
  lock.leave();
});

test('its owner shows that it lives, and has it for as long as it does', async () => {
  const bucket = fakeBucket();
  const lock = await open(bucket).take(id, 'running');
  for (let minutes = 0; minutes < 60; minutes++) {
    await goBy(60);
    expect((await bucket.read())!.age).toBeLessThan(expiry / 4);
    lock.check();
  }
  await lock.release();
  expect(bucket.owner).toMatchObject({ token: 1, released: true });
});

test('who cannot show that stops before others may begin', async () => {
  const bucket = fakeBucket();
  const lock = await open(bucket).take(id, 'running');
  await goBy(30);
  bucket.answer = 'is unreachable';
  await goBy((expiry - 20_000) / 1000);
  lock.check();
  await goBy(15);
  expect(() => lock.check()).toThrow(expect.objectContaining({ code: 'RUN_TAKEN' }));
  expect(lock.lost.aborted).toBe(true);
  bucket.answer = 'comes';
  // That it could be renewed now changes nothing: others may have begun.
  await goBy(30);
  expect(() => lock.check()).toThrow();
});

test.each([110, 119, 3600])('who was suspended for %i s writes no more', async (seconds) => {
  const bucket = fakeBucket();
  const lock = await open(bucket).take(id, 'running');
  // Timers do not fire meanwhile.
  jest.setSystemTime(Date.now() + seconds * 1000);
  expect(() => lock.check()).toThrow(expect.objectContaining({ code: 'RUN_TAKEN' }));
});

test('who is told that another has it says who', async () => {
  const bucket = fakeBucket();
  const lock = await open(bucket).take(id, 'running');
  bucket.set(other(2));
  await goBy(11);
  expect(lock.lost.aborted).toBe(true);
  expect(() => lock.check()).toThrow(/build-3/);
  await lock.release();
  expect(bucket.owner).toMatchObject({ token: 2 });
});

test('an answer that was lost does not lose the lock', async () => {
  const bucket = fakeBucket();
  bucket.answer = 'is lost';
  const lock = await open(bucket).take(id, 'running');
  bucket.answer = 'is lost';
  await goBy(25);
  lock.check();
  expect(bucket.owner).toMatchObject({ token: 1, pid: process.pid });
  lock.leave();
});

test('a store that keeps no conditions is refused', async () => {
  const bucket = fakeBucket();
  bucket.keepsConditions = false;
  await expect(open(bucket).take(id, 'running')).rejects.toMatchObject({
    code: 'STATE_REFUSED',
    hint: expect.stringContaining('If-Match'),
  });
});

test('what is not kept yet is not given back', async () => {
  const bucket = fakeBucket();
  const { take, base } = open(bucket, async () => {
    throw new Error('unreachable');
  });
  const lock = await take(id, 'running');
  await lock.release();
  expect(bucket.owner!.released).toBeUndefined();
  expect(name).toContain(id);
  expect(readdirSync(path.join(base, 'runs', id, 'lock'))).toEqual(['1.json']);
});

test('a lock that cannot be read is nobody’s to take', async () => {
  const bucket = fakeBucket();
  bucket.text = '{"token":4,"ta';
  await expect(open(bucket).take(id, 'running')).rejects.toMatchObject({ code: 'RUN_UNREADABLE' });
});
