import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { atOnce } from '@dynamodb-migrate/core';
import type { Bucket, StoredObject } from './bucket';
import { isKept, look, type StateFile } from './files';
import { mirrorLock } from './lock';

const most = 16;

export interface Pull {
  /** Gets `run.json` of each run that is not here, and the sign of life of those that are at work. */
  runs(): Promise<void>;
  /** Gets all that is kept of a run, unless it is here. */
  run(id: string): Promise<void>;
  /** The same, whether it is here or not. */
  again(id: string): Promise<void>;
}

/** Gets runs from a bucket into a state folder; `done` is told of each file that is here as it is there. */
export function createPull(base: string, bucket: Bucket, done: (file: StateFile) => void): Pull {
  /** Runs of which there is no more here than what tells them from each other. */
  const partial = new Set<string>();
  const isHere = (id: string) => existsSync(path.join(base, 'runs', id));

  async function get({ name, modified }: Omit<StoredObject, 'modified'> & { modified?: Date }): Promise<boolean> {
    const body = await bucket.get(name);
    if (!body) return false;
    const file = path.join(base, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await pipeline(body, createWriteStream(file, { mode: 0o600 }));
    if (modified) await utimes(file, modified, modified);
    done((await look(base, name))!);
    return true;
  }

  async function head(id: string): Promise<void> {
    const name = `runs/${id}/run.json`;
    if (!isKept(name) || isHere(id) || !(await get({ name }))) return;
    partial.add(id);
    const text = await readFile(path.join(base, name), 'utf8');
    if (/"state": "(running|paused)"/.test(text)) await signOfLife(id);
  }

  async function signOfLife(id: string): Promise<void> {
    // Of older versions there is no more than that.
    for await (const { name, modified } of bucket.list(`runs/${id}/heartbeat`)) {
      await writeFile(path.join(base, name), '', { mode: 0o600 });
      await utimes(path.join(base, name), modified, modified);
    }
    await mirrorLock(base, bucket, id);
  }

  async function whole(id: string): Promise<void> {
    const objects: StoredObject[] = [];
    for await (const object of bucket.list(`runs/${id}/`)) if (isKept(object.name)) objects.push(object);
    await atOnce(most, objects, get);
  }

  return {
    async runs() {
      await atOnce(most, await bucket.folders('runs/'), head);
    },
    async run(id) {
      if (!isHere(id) || partial.delete(id)) await whole(id);
    },
    async again(id) {
      partial.delete(id);
      await whole(id);
    },
  };
}
