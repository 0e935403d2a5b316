import { randomUUID } from 'node:crypto';
import type { JournalEnd } from './commit-log';
import type { KnownExtent } from './extent';
import { readLines } from './read-journal';

/**
 * Where the journal in a folder ends, all of which is read and found to be whole, and the number of its last write. Throws
 * `JOURNAL_DAMAGED`.
 */
export async function journalEnd(dir: string, extent?: KnownExtent): Promise<JournalEnd & { seq: number }> {
  const end = { seq: 0, frames: 0, journal: randomUUID() as string };
  const onFrames = (frames: number) => {
    end.frames = frames;
  };
  for await (const line of readLines(dir, { extent, onFrames })) {
    if ('seq' in line) end.seq = line.seq;
    else if ('begun' in line) end.journal = line.begun.journal;
  }
  return end;
}
