import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenStateOptions, StateFolder } from '../state';
import { parseAddress } from './address';
import { openBucket } from './bucket';
import { relaxedJournal, strictJournal } from './journal-file';
import { remoteLocks } from './lock';
import { createPull } from './pull';
import { createPush } from './push';
import { remoteWishes } from './wishes';

/**
 * Opens runs that are kept in S3, through a folder of the system's temporary ones. That is removed when it is closed,
 * or the process ends, unless it holds what is not in S3. Throws `BAD_STATE`, `STATE_UNREACHABLE` and `STATE_REFUSED`.
 */
export async function openRemoteState(url: string, { profile, stateSync }: OpenStateOptions): Promise<StateFolder> {
  const address = parseAddress(url);
  const bucket = await openBucket(address, profile);
  // Whether it can be read is known now.
  await bucket.folders('runs/');
  const base = await mkdtemp(path.join(tmpdir(), 'dynamodb-migrate-'));
  await mkdir(path.join(base, 'runs'), { mode: 0o700 });
  const push = createPush(base, bucket, (id) => locks.held.get(id));
  const pull = createPull(base, bucket, push.done);
  const locks = remoteLocks({ base, bucket, refresh: pull.again, push: push.patiently });
  const name = `s3://${address.bucket}/${address.prefix}`.replace(/\/$/, '');
  let unsaved = false;
  const remove = () => {
    if (!unsaved) rmSync(base, { recursive: true, force: true });
  };
  process.once('exit', remove);

  return {
    base,
    nameOf: (file) => file.replaceAll(base, name),
    journal: stateSync === 'strict' ? strictJournal(base, bucket, push) : relaxedJournal(push),
    take: locks.take,
    pullRuns: pull.runs,
    pullRun: pull.run,
    push: push.now,
    keepPushing(onLost) {
      unsaved = true;
      return push.begin(onLost);
    },
    async settle() {
      await push.patiently();
      unsaved = false;
    },
    ...remoteWishes(base, bucket),
    async remove(id) {
      const names: string[] = [];
      for await (const object of bucket.list(`runs/${id}/`)) names.push(object.name);
      await bucket.remove(names);
      push.forget(`runs/${id}/`);
    },
    async close() {
      process.removeListener('exit', remove);
      remove();
    },
  };
}
