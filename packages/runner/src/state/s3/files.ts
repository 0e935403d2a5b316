import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file of a state folder. */
export interface StateFile {
  /** Path in the state folder, with slashes. */
  name: string;
  path: string;
  /** Differs once the file has changed. */
  version: string;
}

/** Names of files that are kept; what steers a run, says who has it, or is only half written, is not. */
const kept =
  /^runs\/[\w.-]+\/(journal\/\d{6,}\.journal|(?!pause$|tune\.json$|lock\.json$|heartbeat$)\w[\w-]*(\.(json|ndjson))?)$/;

/** Files that say how a run stands, as opposed to what is told of it at its end. */
const standing = /\/(journal\/[^/]+|run\.json|checkpoint\.json)$/;

export function isKept(name: string): boolean {
  return kept.test(name) && !name.split('/').includes('..');
}

export function isStanding(name: string): boolean {
  return standing.test(name);
}

/** The order in which files are kept: what a checkpoint and a run's state say must never be ahead of the journal. */
export function rank(name: string): number {
  if (name.includes('/journal/')) return 0;
  return name.endsWith('/run.json') ? 3 : name.endsWith('/checkpoint.json') ? 2 : 1;
}

/** The files of a state folder that are kept, those of a journal in their order. */
export async function filesIn(base: string): Promise<StateFile[]> {
  const files: StateFile[] = [];
  for (const id of await namesIn(path.join(base, 'runs'))) {
    const names = await namesIn(path.join(base, 'runs', id));
    const journal = names.includes('journal') ? await namesIn(path.join(base, 'runs', id, 'journal')) : [];
    for (const name of [...names, ...journal.map((file) => `journal/${file}`)]) {
      const file = isKept(`runs/${id}/${name}`) && (await look(base, `runs/${id}/${name}`));
      if (file) files.push(file);
    }
  }
  return files.sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}

/** A file as it is now; undefined where there is none. */
export async function look(base: string, name: string): Promise<StateFile | undefined> {
  const file = path.join(base, name);
  const stats = await stat(file).catch(() => undefined);
  return stats?.isFile() ? { name, path: file, version: `${stats.size} ${stats.mtimeMs}` } : undefined;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}
