import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MigrateError, RunLock } from '@dynamodb-migrate/core';
import type { Bucket } from './bucket';
import { filesIn, isStanding, rank, type StateFile } from './files';

/** Milliseconds between two looks at what has changed. */
const interval = 2_000;

/** Milliseconds for which a bucket may be out of reach. */
const patience = 30_000;

export interface Push {
  /** Uploads what has changed, once. */
  now(): Promise<void>;
  /** Uploads what has changed, and tries again for 30 seconds while the bucket is out of reach. */
  patiently(): Promise<void>;
  /** Uploads what says how runs stand every 2 seconds, until the returned function is called. */
  begin(onLost: (error: MigrateError) => void): () => void;
  /** Leaves a file, while it grows, to whoever makes it grow. */
  leave(name: string): void;
  /** The file is in the bucket as it is here. */
  done(file: StateFile): void;
  forget(beginning: string): void;
}

/** Takes what changes in a state folder to a bucket, one upload after the other. */
export function createPush(base: string, bucket: Bucket, lockOf: (id: string) => RunLock | undefined): Push {
  const versions = new Map<string, string>();
  const left = new Set<string>();
  let turn: Promise<void> = Promise.resolve();

  async function upload(fits: (name: string) => boolean): Promise<void> {
    const files = await filesIn(base);
    const changed = files.filter(({ name, version }) => versions.get(name) !== version && fits(name));
    // Read before the journal is uploaded, so that it holds all that they speak of.
    const early = new Map<StateFile, Buffer | undefined>();
    for (const file of changed) if (rank(file.name) > 1) early.set(file, await read(file));
    for (const file of changed) {
      const body = early.get(file) ?? (await read(file));
      if (!body || !isOurs(file.name)) continue;
      await bucket.put(file.name, body);
      versions.set(file.name, file.version);
    }
  }

  /** How a run stands is for its owner to say. Throws `RUN_TAKEN` once that is somebody else. */
  function isOurs(name: string): boolean {
    if (!isStanding(name)) return true;
    const lock = lockOf(name.split('/')[1]!);
    lock?.check();
    return lock !== undefined;
  }

  function inTurn(fits: (name: string) => boolean): Promise<void> {
    const mine = turn.then(() => upload(fits));
    turn = mine.catch(() => {});
    return mine;
  }

  const push: Push = {
    now: () => inTurn(() => true),
    patiently: () => patiently(push.now),
    begin(onLost) {
      let failing: number | undefined;
      let busy = false;
      const look = async () => {
        if (busy) return;
        busy = true;
        try {
          await inTurn((name) => isStanding(name) && !left.has(name));
          failing = undefined;
        } catch (error) {
          failing ??= Date.now();
          if (!isPassing(error) || Date.now() - failing > patience) {
            clearInterval(timer);
            onLost(error as MigrateError);
          }
        } finally {
          busy = false;
        }
      };
      const timer = setInterval(() => void look(), interval).unref();
      return () => clearInterval(timer);
    },
    leave: (name) => void left.add(name),
    done: ({ name, version }) => void versions.set(name, version),
    forget(beginning) {
      for (const name of versions.keys()) if (name.startsWith(beginning)) versions.delete(name);
    },
  };
  return push;
}

/** Does something again and again for 30 seconds while a bucket is out of reach. */
export async function patiently(attempt: () => Promise<void>): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
    }
    await sleep(1_000);
  }
}

function isPassing(error: unknown): boolean {
  return (error as MigrateError).code === 'STATE_UNREACHABLE';
}

/** Undefined when the file has gone since. */
async function read({ path }: StateFile): Promise<Buffer | undefined> {
  return readFile(path).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
