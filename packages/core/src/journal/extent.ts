import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCheckpoint } from '../resume/checkpoint';

/** How much there is in a journal. */
export interface JournalExtent {
  frames: number;
  /** Whether it came to an orderly end with that. */
  ended?: true;
}

/** What the journal of a run must be, as far as what lies beside it tells. */
export interface KnownExtent {
  /** The run that it is of. */
  run?: string;
  /** Frames that it has at least. */
  frames: number;
  /** The number of the frame that tells of an orderly end; what follows it is of a later session. */
  end?: number;
}

/**
 * What the record of a run, its checkpoint and its last sign of life say of its journal. Undefined where they say nothing,
 * as those of older versions do not.
 */
export async function extentOf(
  folder: string,
  { id: run, journal }: { id: string; journal?: JournalExtent | undefined },
): Promise<KnownExtent | undefined> {
  if (!journal) return undefined;
  const checkpoint = await readCheckpoint(folder).catch(() => undefined);
  const frames = Math.max(journal.frames, checkpoint?.journal ?? 0, await framesAtLastBeat(folder));
  return { run, frames, ...(journal.ended && { end: journal.frames }) };
}

async function framesAtLastBeat(folder: string): Promise<number> {
  const frames = Number(await readFile(path.join(folder, 'heartbeat'), 'utf8').catch(() => ''));
  return Number.isInteger(frames) ? frames : 0;
}
