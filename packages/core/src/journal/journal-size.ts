import { open } from 'node:fs/promises';
import { frameHead, header } from './format';
import { journalFiles } from './read-journal';

export interface JournalSize {
  files: number;
  bytes: number;
  /** Commits, each of any number of entries; without one that a crash has torn. */
  commits: number;
}

/** How large a journal is; reads no more than the heads of its frames. */
export async function journalSize(dir: string): Promise<JournalSize> {
  const files = await journalFiles(dir);
  let commits = 0;
  for (const { path, size } of files) commits += await countFrames(path, size);
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0), commits };
}

async function countFrames(path: string, size: number): Promise<number> {
  const file = await open(path, 'r');
  try {
    const length = Buffer.alloc(4);
    let frames = 0;
    for (let offset = header.length; offset + frameHead <= size; frames++) {
      await file.read(length, 0, 4, offset);
      offset += frameHead + length.readUInt32LE(0);
      if (offset > size) break;
    }
    return frames;
  } finally {
    await file.close();
  }
}
