import { framesOf } from './frames';
import { journalFiles } from './read-journal';

export interface JournalSize {
  files: number;
  bytes: number;
  /** Commits, each of any number of entries; without one that a crash has torn. */
  commits: number;
}

/** How large a journal is. */
export async function journalSize(dir: string): Promise<JournalSize> {
  const files = await journalFiles(dir);
  let commits = 0;
  for (const { path, size } of files) {
    for await (const found of framesOf(path, size)) if ('lines' in found && holdsEntries(found.lines)) commits++;
  }
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0), commits };
}

function holdsEntries([line = '']: string[]): boolean {
  return !line.startsWith('{"begun"') && !line.startsWith('{"end"');
}
