import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expiry, type LockOwner } from './lock';
import { lastBeat, lastOwner } from './lock-file';
import { isThere } from './process';

/** Whoever has a run, or had it last. */
export interface Holder extends LockOwner {
  /** Whether somebody else may take it: it was given back, or its owner is gone. */
  free: boolean;
  /** Milliseconds since its last sign of life. */
  silent: number;
}

/** Whoever has the run in a folder, or had it last; undefined where nobody ever has. */
export async function holderOf(dir: string): Promise<Holder | undefined> {
  const owner = (await lastOwner(dir)) ?? (await unlocked(dir));
  if (!owner) return undefined;
  return holding(owner, Date.now() - (await lastBeat(dir)));
}

/** Whoever a lock names, who showed the last sign of life so many milliseconds ago. */
export function holding(owner: LockOwner, silent: number): Holder {
  const there = isThere(owner) ?? silent < expiry;
  return { ...owner, silent, free: owner.released === true || !there };
}

/** The process that a run without a lock names, as older versions left it. */
async function unlocked(dir: string): Promise<LockOwner | undefined> {
  try {
    const { state, process } = JSON.parse(await readFile(path.join(dir, 'run.json'), 'utf8'));
    if (state !== 'running' && state !== 'paused') return undefined;
    return { token: 0, task: 'running', takenAt: '', ...process };
  } catch {
    return undefined;
  }
}
