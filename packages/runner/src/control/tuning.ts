import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeAtomically } from '@dynamodb-migrate/core';
import type { Doors } from '../doors';

/** What can be changed while a run is at work; in units a second, null for no limit. */
export interface Tuning {
  maxRcu?: number | null;
  maxWcu?: number | null;
}

/** What is asked of a run that is at work. */
export interface Wishes extends Tuning {
  /** Pauses it, or lets it go on. */
  pause?: boolean;
}

/** The file in a run's folder that says what is to be changed. */
function tuningFile(folder: string): string {
  return path.join(folder, 'tune.json');
}

/** Reads it; undefined where there is none, or only half of one yet. */
export async function readTuning(folder: string): Promise<Tuning | undefined> {
  try {
    return JSON.parse(await readFile(tuningFile(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Asks it of the run that listens to a folder; what is undefined stays as it was asked before. */
export async function askFolder(folder: string, { maxRcu, maxWcu, pause }: Wishes): Promise<void> {
  if (maxRcu !== undefined || maxWcu !== undefined) {
    const asked = Object.entries({ maxRcu, maxWcu }).filter(([, value]) => value !== undefined);
    const tuning = { ...(await readTuning(folder)), ...Object.fromEntries(asked) };
    await writeAtomically(tuningFile(folder), JSON.stringify(tuning));
  }
  const file = pauseFile(folder);
  if (pause === true) await writeAtomically(file, '');
  if (pause === false) await rm(file, { force: true });
}

/** The file in a run's folder that pauses it while it is there. */
export function pauseFile(folder: string): string {
  return path.join(folder, 'pause');
}

/** Sets the budgets to it, and tells what has changed; undefined when nothing has. */
export function applyTuning({ maxRcu, maxWcu }: Tuning, { reads, writes }: Doors['budgets']): string | undefined {
  const changes: string[] = [];
  for (const [name, bucket, value] of [['read', reads, maxRcu] as const, ['write', writes, maxWcu] as const]) {
    if (value === undefined) continue;
    const rate = value ?? Number.POSITIVE_INFINITY;
    if (bucket.rate === rate) continue;
    bucket.rate = rate;
    changes.push(value === null ? `no limit on ${name} units` : `${value} ${name} units a second at most`);
  }
  return changes.length > 0 ? changes.join(', ') : undefined;
}
