import { existsSync, lutimesSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { MigrateError } from '../../error';
import { inPlace, refuseLinks } from '../../files/links';
import { writeAtomically, writeAtomicallyNow } from '../../files/write-atomically';
import { runFolder } from '../run-folder';
import { isRunning, isTaken } from './errors';
import { type Holder, holderOf } from './holder';
import { expiry, type LockOwner, margin, type RunLock, renewal, type Task } from './lock';
import { claim, heartbeatFile, lastOwnerNow, lastWords, lockFile, originalOf, placeOf, showLife } from './lock-file';
import { oncePerTurn } from './look';
import { elapsed, moment } from './moment';
import { thisProcess } from './process';

/** Takes a run in a state folder. Throws `RUN_IS_RUNNING`, `RUN_IS_COPY`, `STATE_UNWRITABLE`. */
export async function takeRun(base: string, id: string, task: Task): Promise<RunLock> {
  const dir = runFolder(base, id);
  try {
    return await take(base, id, task);
  } catch (cause) {
    if (cause instanceof MigrateError) throw cause;
    throw new MigrateError('STATE_UNWRITABLE', `cannot write to ${dir}: ${(cause as Error).message}`, { cause });
  }
}

async function take(base: string, id: string, task: Task): Promise<RunLock> {
  const dir = runFolder(base, id);
  refuseLinks(base, id);
  const holder = await holderOf(dir);
  if (holder) checkFree(id, dir, holder);
  const folder = placeOf(dir);
  const token = (holder?.token ?? 0) + 1;
  const owner: LockOwner = {
    ...{ token, task, ...thisProcess(), takenAt: new Date().toISOString() },
    ...(folder && { folder }),
  };
  // Before there is a lock that could be taken for one without a sign of life.
  await showLife(dir);
  if (await claim(dir, owner)) return keep(base, id, owner);
  // What was read as the last owner has been followed by another since.
  throw isRunning(id, (await holderOf(dir)) ?? owner);
}

function keep(base: string, id: string, owner: LockOwner): RunLock {
  const dir = runFolder(base, id);
  const file = lockFile(dir, owner.token);
  const next = lockFile(dir, owner.token + 1);
  // In this order: whoever removes a run takes it before.
  const isOurs = () => !existsSync(next) && existsSync(file);
  const isOursNow = oncePerTurn(isOurs);
  const heartbeat = heartbeatFile(dir);
  const lost = new AbortController();
  let renewed = moment();
  let ended = false;
  const said = lastWords(dir);
  let says = () => said;

  const lose = () => {
    if (!lost.signal.aborted) lost.abort(isTaken(id, lastOwnerNow(dir)));
    clearInterval(timer);
  };
  const check = () => {
    if (!lost.signal.aborted && !isOursNow()) lose();
    if (lost.signal.aborted) throw lost.signal.reason;
  };
  const beat = async () => {
    const at = moment();
    await writeFile(heartbeat, says(), { mode: 0o600, flag: inPlace }).then(
      () => {
        renewed = at;
      },
      () => {},
    );
    if (!ended && !isOurs()) lose();
  };
  const timer = setInterval(() => void beat(), renewal).unref();
  const end = () => {
    clearInterval(timer);
    const owns = !ended && !lost.signal.aborted && isOurs();
    ended = true;
    return owns;
  };
  const released = JSON.stringify({ ...owner, released: true });
  return {
    ...{ base, id, token: owner.token, lost: lost.signal },
    check() {
      check();
      if (elapsed(renewed) < expiry - margin) return;
      // It was suspended: others may have taken the run, or be about to.
      const now = new Date();
      renewed = moment();
      try {
        lutimesSync(heartbeat, now, now);
      } catch {
        lose();
      }
      if (!isOurs()) lose();
      check();
    },
    tell(said) {
      says = said;
    },
    async release() {
      if (end()) await writeAtomically(file, released).catch(() => {});
    },
    leave() {
      try {
        if (end()) writeAtomicallyNow(file, released);
      } catch {
        // It is free once this process has ended.
      }
    },
  };
}

function checkFree(id: string, dir: string, holder: Holder): void {
  const original = originalOf(dir, holder);
  if (original !== undefined) {
    throw new MigrateError('RUN_IS_COPY', `${dir} is a copy of the run in ${original}, which goes on there`, {
      hint: 'Go on there. To go on with the copy, remove the original.',
    });
  }
  if (!holder.free) throw isRunning(id, holder);
}
