import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../error';
import type { Intent, JournalEntry, Outcome, Settled } from './entry';
import { decodeFrame, fileNumber, frameHead, header } from './format';

export interface ReadOptions {
  /** From the last intent to the first, instead of by outcome with the unknown ones at the end. */
  backwards?: boolean;
  /** Told of the torn frame that a crash left at the end of a file: its bytes are skipped. */
  onTorn?: (torn: { file: string; bytes: number }) => void;
  /** Told of each record that was done. */
  onSettled?: (record: Settled) => void;
}

/**
 * The entries of a journal's folder, each intent with its outcome. Holds one frame and what is in flight at a time.
 * Throws `JOURNAL_DAMAGED` when more than the end of a file is spoilt.
 */
export async function* readJournal(dir: string, options: ReadOptions = {}): AsyncGenerator<JournalEntry> {
  const { backwards = false } = options;
  yield* (backwards ? joinBackwards : joinForwards)(lines(dir, options));
}

/** The files of a journal in order, with their sizes in bytes; none where there is no journal. */
export async function journalFiles(dir: string): Promise<{ path: string; size: number }[]> {
  const names = await readdir(dir).catch((error) => {
    if (error.code === 'ENOENT') return [] as string[];
    throw error;
  });
  const sorted = names.filter(fileNumber).sort((a, b) => fileNumber(a)! - fileNumber(b)!);
  const paths = sorted.map((name) => path.join(dir, name));
  return Promise.all(paths.map(async (file) => ({ path: file, size: (await stat(file)).size })));
}

type Line = Intent | Outcome;

async function* joinForwards(lines: AsyncIterable<Line>): AsyncGenerator<JournalEntry> {
  const open = new Map<number, JournalEntry>();
  for await (const line of lines) {
    if ('seq' in line) {
      open.set(line.seq, line);
      continue;
    }
    const intent = open.get(line.of);
    if (!intent) continue;
    intent.outcome = line;
    // An unknown fate may still be settled further on, by a resumed run.
    if (line.result === 'unknown') continue;
    open.delete(line.of);
    yield intent;
  }
  yield* open.values();
}

async function* joinBackwards(lines: AsyncIterable<Line>): AsyncGenerator<JournalEntry> {
  const outcomes = new Map<number, Outcome>();
  for await (const line of lines) {
    if ('of' in line) {
      if (!outcomes.has(line.of)) outcomes.set(line.of, line);
      continue;
    }
    const outcome = outcomes.get(line.seq);
    yield outcome ? { ...line, outcome } : line;
    outcomes.delete(line.seq);
  }
}

async function* lines(dir: string, { backwards, onTorn, onSettled }: ReadOptions): AsyncGenerator<Line> {
  const files = await journalFiles(dir);
  if (backwards) files.reverse();
  for (const { path: file, size } of files) {
    const handle = await open(file, 'r');
    try {
      const offsets = await frames(handle, file, size, onTorn);
      if (backwards) offsets.reverse();
      for (const offset of offsets) {
        const frame = await readFrame(handle, offset);
        const parsed = frame!.map((line) => JSON.parse(line) as Line | Settled);
        for (const line of backwards ? parsed.reverse() : parsed) {
          if ('settled' in line) onSettled?.(line);
          else yield line;
        }
      }
    } finally {
      await handle.close();
    }
  }
}

/** Where the whole frames of a file begin. */
async function frames(handle: FileHandle, file: string, size: number, onTorn: ReadOptions['onTorn']) {
  const offsets: number[] = [];
  const first = await read(handle, 0, header.length);
  if (!first.equals(header)) {
    if (first.length < header.length) onTorn?.({ file, bytes: size });
    else throw new MigrateError('JOURNAL_DAMAGED', `${file} is not a journal that this version can read`);
    return offsets;
  }
  let offset = header.length;
  while (offset + frameHead <= size) {
    const end = offset + frameHead + (await read(handle, offset, 4)).readUInt32LE(0);
    if (end > size) break;
    if (!(await readFrame(handle, offset))) {
      if (end === size) break;
      throw new MigrateError('JOURNAL_DAMAGED', `${file} is damaged at byte ${offset}`);
    }
    offsets.push(offset);
    offset = end;
  }
  if (offset < size) onTorn?.({ file, bytes: size - offset });
  return offsets;
}

async function readFrame(handle: FileHandle, offset: number): Promise<string[] | undefined> {
  const head = await read(handle, offset, frameHead);
  return decodeFrame(head, await read(handle, offset + frameHead, head.readUInt32LE(0)));
}

async function read(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
