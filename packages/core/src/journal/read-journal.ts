import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../error';
import type { Begun, Ended, Intent, JournalEntry, Outcome, Settled } from './entry';
import type { KnownExtent } from './extent';
import { type Frame, fileName, fileNumber } from './format';
import { framesOf } from './frames';

export interface ReadOptions {
  /** What it must be, as far as that is known. */
  extent?: KnownExtent | undefined;
  /** Told of the torn frame that a crash left at the end of a file: its bytes are skipped. */
  onTorn?: (torn: { file: string; bytes: number }) => void;
  /** Told of each record that was done. */
  onSettled?: (record: Settled) => void;
  /** Told, at the end, how many frames there are. */
  onFrames?: (frames: number) => void;
  /** Told, in a sentence, of what is missing or spoilt, which is passed over then. @default throws `JOURNAL_DAMAGED` */
  onDamage?: (sentence: string) => void;
}

/**
 * The entries of a journal's folder, each intent with its outcome; those without one come last. Holds one frame and what is
 * in flight at a time. Throws `JOURNAL_DAMAGED` when more than the end of what a crash has left is missing.
 */
export async function* readJournal(dir: string, options: ReadOptions = {}): AsyncGenerator<JournalEntry> {
  const open = new Map<number, JournalEntry>();
  for await (const line of readLines(dir, options)) {
    if ('settled' in line) {
      options.onSettled?.(line);
    } else if ('seq' in line) {
      open.set(line.seq, line);
    } else if ('of' in line) {
      const intent = open.get(line.of);
      if (!intent) continue;
      intent.outcome = line;
      // An unknown fate may still be settled further on, by a resumed run.
      if (line.result === 'unknown') continue;
      open.delete(line.of);
      yield intent;
    }
  }
  yield* open.values();
}

/** The files of a journal in order, with their sizes in bytes; none where there is no journal. */
export async function journalFiles(dir: string): Promise<{ path: string; size: number }[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const sorted = names.filter(fileNumber).sort((a, b) => fileNumber(a)! - fileNumber(b)!);
  const paths = sorted.map((name) => path.join(dir, name));
  return Promise.all(paths.map(async (file) => ({ path: file, size: (await stat(file)).size })));
}

export type Line = Begun | Intent | Outcome | Settled | Ended;

/** The lines of a journal in order, each found to be where it belongs. */
export async function* readLines(
  dir: string,
  { extent, onTorn, onDamage, onFrames }: ReadOptions,
): AsyncGenerator<Line> {
  const damaged = onDamage ?? refuse;
  const files = await ownFiles(dir, extent?.run, damaged);
  let frames = 0;
  let seq: number | undefined;
  let isEnd = false;
  let isEnded = false;

  for (const [i, { path: file, size }] of files.entries()) {
    // Whoever began a later file went on from here: nothing that comes after that is of the journal.
    const until = Math.min(...files.slice(i + 1).map(({ first }) => first ?? Number.POSITIVE_INFINITY));
    for await (const found of framesOf(file, size)) {
      if (frames + 1 >= until) break;
      if ('offset' in found) {
        const { offset, bytes, isTear, isZero } = found;
        // A process that was killed leaves no more than a tear, at the end of the last file of its own.
        const isLast = i === files.length - 1 || until !== Number.POSITIVE_INFINITY;
        const mayTear = isLast && (extent?.end === undefined || frames >= extent.end);
        if (isTear && mayTear) onTorn?.({ file, bytes });
        else if (offset === 0) damaged(`${file} is not a journal that this version can read`);
        else damaged(isZero ? `the last ${bytes} bytes of ${file} are zeros` : `${file} is damaged at byte ${offset}`);
        continue;
      }
      frames = follow(file, found);
      isEnd = false;
      for (const line of found.lines.map((text) => JSON.parse(text) as Line)) {
        if ('seq' in line) {
          if (seq !== undefined && line.seq !== seq + 1) damaged(missing('write', seq + 1, line.seq - 1, file));
          seq = line.seq;
        } else if ('end' in line) isEnd = true;
        yield line;
      }
      if (isEnd && frames === extent?.end) isEnded = true;
    }
    if (frames + 1 < until && until !== Number.POSITIVE_INFINITY) {
      damaged(missing('frame', frames + 1, until - 1, file));
      frames = until - 1;
    }
  }
  onFrames?.(frames);
  if (extent && frames < extent.frames) {
    damaged(`the journal in ${dir} ends at frame ${frames}, and the run had written ${extent.frames}`);
  } else if (extent?.end !== undefined && !isEnded) damaged(`the journal in ${dir} has lost its end`);

  function follow(file: string, { number = frames + 1 }: Frame): number {
    if (number > frames + 1) damaged(missing('frame', frames + 1, number - 1, file));
    else if (number <= frames) damaged(`${file} repeats frame ${number}`);
    return number;
  }
}

interface OwnFile {
  path: string;
  size: number;
  /** Number of its first frame; undefined where that has none, or cannot be read. */
  first: number | undefined;
}

/** The files of a journal in order, without those that are of another one, or are not what their names say. */
async function ownFiles(dir: string, run: string | undefined, damaged: (sentence: string) => void): Promise<OwnFile[]> {
  const files = await journalFiles(dir);
  const heads = await Promise.all(files.map(({ path: file, size }) => headOf(file, size)));
  const isOfAnother = ({ begun }: Head) => begun?.run !== undefined && run !== undefined && begun.run !== run;
  const journal = heads.find((head) => head.begun && !isOfAnother(head))?.begun?.journal;
  const own: OwnFile[] = [];
  let next = 1;
  for (const [i, file] of files.entries()) {
    const { first, begun } = heads[i]!;
    const number = fileNumber(path.basename(file.path))!;
    for (; next < number; next++) damaged(`${path.join(dir, fileName(next))} is missing`);
    next = number + 1;
    const isOther = isOfAnother(heads[i]!) || (begun !== undefined && begun.journal !== journal);
    if (!isOther && (begun === undefined || begun.file === number)) own.push({ ...file, first });
    else damaged(`${file.path} is file ${begun!.file} of ${isOther ? 'another' : 'this'} journal`);
  }
  return own;
}

interface Head {
  first?: number | undefined;
  begun?: Begun['begun'];
}

/** How a file begins; nothing where that cannot be read, or is of an older version. */
async function headOf(file: string, size: number): Promise<Head> {
  for await (const found of framesOf(file, size)) {
    if ('offset' in found) return {};
    const line = JSON.parse(found.lines[0] ?? '{}') as Line;
    return { first: found.number, ...('begun' in line && { begun: line.begun }) };
  }
  return {};
}

function missing(noun: string, from: number, to: number, file: string): string {
  const which = from >= to ? `${noun} ${from} is` : `${noun}s ${from} to ${to} are`;
  return `${which} missing in or before ${file}`;
}

function refuse(sentence: string): never {
  throw new MigrateError('JOURNAL_DAMAGED', `the journal is not whole: ${sentence}`, {
    hint: 'Bring the folder of the run back from a copy.',
  });
}
