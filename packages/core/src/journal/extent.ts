import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCheckpoint } from '../resume/checkpoint';

/** How much there is in a journal. */
export interface JournalExtent {
  frames: number;
  /** Whether it came to an orderly end with that. */
  ended?: true;
}

/**
 * How much the journal of a run must hold, as far as what lies beside it tells: its record, its checkpoint and its last
 * sign of life. Undefined where they say nothing, as those of older versions do not.
 */
export async function extentOf(
  folder: string,
  { journal }: { journal?: JournalExtent | undefined },
): Promise<JournalExtent | undefined> {
  if (!journal || journal.ended) return journal;
  const checkpoint = await readCheckpoint(folder).catch(() => undefined);
  return { frames: Math.max(journal.frames, checkpoint?.journal ?? 0, await framesAtLastBeat(folder)) };
}

async function framesAtLastBeat(folder: string): Promise<number> {
  const frames = Number(await readFile(path.join(folder, 'heartbeat'), 'utf8').catch(() => ''));
  return Number.isInteger(frames) ? frames : 0;
}
