import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  elapsed,
  expiry,
  type Holder,
  holderOf,
  holding,
  isExpired,
  isRunning,
  isTaken,
  type LockOwner,
  MigrateError,
  margin,
  mirror,
  moment,
  type RunLock,
  runs,
  type Task,
  thisProcess,
} from '@dynamodb-migrate/core';
import type { Bucket, Version } from './bucket';

/** Milliseconds between two signs of life. */
const renewal = 10_000;

export interface RemoteLockOptions {
  base: string;
  bucket: Bucket;
  /** Gets the run as it is once it is this process's. */
  refresh(id: string): Promise<void>;
  /** Keeps all that the run has come to. */
  push(id: string): Promise<void>;
}

/** The lock of a run in a bucket: `runs/ID/lock.json`, which every owner replaces only as it last saw it. */
export function remoteLocks({ base, bucket, refresh, push }: RemoteLockOptions) {
  const held = new Map<string, RunLock>();
  const nameOf = (id: string) => `runs/${id}/lock.json`;
  let kept: boolean | undefined;

  async function take(id: string, task: Task): Promise<RunLock> {
    const name = nameOf(id);
    const dir = runs.runFolder(base, id);
    const found = await bucket.read(name);
    const holder = found ? holderFrom(found) : await holderOf(dir);
    if (holder && !holder.free) throw isRunning(id, holder);
    const owner: LockOwner = {
      ...{ token: (holder?.token ?? 0) + 1, task, ...thisProcess(), takenAt: new Date().toISOString() },
    };
    const began = moment();
    const version = await replace(name, owner, found?.version);
    if (version === undefined) {
      const other = await bucket.read(name);
      throw isRunning(id, other ? ownerFrom(other) : owner);
    }
    kept ??= (await bucket.replace(name, JSON.stringify(owner), undefined)) === undefined;
    if (!kept) throw ignoresConditions();
    await refresh(id);
    await mirror(dir, owner);
    const lock = keep(id, owner, version, began);
    held.set(id, lock);
    return lock;
  }

  function keep(id: string, owner: LockOwner, first: string, began: ReturnType<typeof moment>): RunLock {
    const name = nameOf(id);
    const lost = new AbortController();
    let version = first;
    let renewed = began;
    let renewing: Promise<void> | undefined;
    const lose = (error: MigrateError) => {
      clearInterval(timer);
      if (!lost.signal.aborted) lost.abort(error);
    };
    const renew = async () => {
      const at = moment();
      const now = await replace(name, owner, version).catch(() => 'unreachable');
      if (now === 'unreachable') return;
      if (now === undefined) return lose(isTaken(id, await otherThan(owner, name)));
      version = now;
      renewed = at;
    };
    const timer = setInterval(() => {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
    }, renewal).unref();
    const check = () => {
      if (elapsed(renewed) >= expiry - margin) lose(isExpired(id));
      if (lost.signal.aborted) throw lost.signal.reason;
    };
    return {
      ...{ base, id, token: owner.token, lost: lost.signal, check },
      // What a bucket holds of a journal is what there is of it.
      tell() {},
      async release() {
        clearInterval(timer);
        await renewing;
        if (!lost.signal.aborted) {
          const isKept = await push(id).then(
            () => true,
            () => false,
          );
          await mirror(runs.runFolder(base, id), { ...owner, released: true }).catch(() => {});
          // What is not kept yet is still this process's to keep.
          if (!isKept) return;
          await replace(name, { ...owner, released: true }, version).catch(() => {});
        }
        held.delete(id);
      },
      leave: () => clearInterval(timer),
    };
  }

  /** Replaces the lock; where the answer to an attempt was lost, what is there tells whether it had come through. */
  async function replace(name: string, owner: LockOwner, version: string | undefined): Promise<string | undefined> {
    // What tells a version from the others is what it holds.
    const text = JSON.stringify({ ...owner, written: randomUUID() });
    const made = await bucket.replace(name, text, version);
    if (made !== undefined) return made;
    const there = await bucket.read(name);
    return there && there.text === text ? there.version : undefined;
  }

  async function otherThan(owner: LockOwner, name: string): Promise<LockOwner | undefined> {
    const there = await bucket.read(name).catch(() => undefined);
    const other = there && ownerFrom(there);
    return other && other.token !== owner.token ? other : undefined;
  }

  function ignoresConditions(): MigrateError {
    return new MigrateError('STATE_REFUSED', 'the bucket replaces objects although it is asked not to', {
      hint: 'Runs need a store that knows If-Match and If-None-Match, as S3 does; give another --state.',
    });
  }

  return { take, held };
}

/** Writes down in the copy of a run who has it, as the bucket tells. */
export async function mirrorLock(base: string, bucket: Bucket, id: string): Promise<void> {
  const found = await bucket.read(`runs/${id}/lock.json`);
  if (found) await mirror(path.join(base, 'runs', id), ownerFrom(found), found.age);
}

function holderFrom(found: Version): Holder {
  return holding(ownerFrom(found), found.age);
}

function ownerFrom({ text }: Version): LockOwner {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MigrateError('RUN_UNREADABLE', 'the lock.json of the run in S3 does not tell who has it', {
      cause,
      hint: 'Remove that object once nobody works on the run.',
    });
  }
}
