import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MigrateError } from '../error';
import { syncFolder } from '../files/write-atomically';
import type { Begun, Ended } from './entry';
import { encodeFrame, fileName, fileNumber, header } from './format';
import { createJournalFile, type JournalFile } from './journal-file';

export interface CommitLogOptions {
  dir: string;
  /** The run that it is of. */
  run?: string;
  /** Bytes after which the next file is begun. @default 64 MiB */
  fileSize?: number;
  /** Characters of one commit at most, but for a single larger line. @default 1 Mi */
  commitSize?: number;
  /** Makes a new file. @default one on the file system */
  createFile?: (path: string) => Promise<JournalFile>;
  /** Asked before each commit; what it throws is the failure of the log. @default always granted */
  right?: () => void;
}

/** Where a journal is gone on with. */
export interface JournalEnd {
  /** What tells the journal from others. */
  journal: string;
  frames: number;
}

/** Lines in files, many of them made durable by one sync. */
export interface CommitLog {
  /** Resolves once the line (with its newline) is on disk; rejects with `JOURNAL_FAILED`, from the first failure on for good. */
  append(line: string): Promise<void>;
  /** Lets the line travel with the next commit, whenever that is; `flush` brings one about. */
  note(line: string): void;
  /** Resolves once everything appended or noted so far is on disk. */
  flush(): Promise<void>;
  /** Frames that are on disk. */
  readonly frames: number;
  /** Whether the last of them tells of an orderly end. */
  readonly ended: boolean;
  /** What went wrong, once nothing can be appended any more. */
  readonly failure: MigrateError | undefined;
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: Error) => void;
}

// A commit is a deflation, a write and a sync, however little it holds. From about 2,500 lines a second on, commits keep
// their distance, so that each holds more; below, no line waits for others to come.
const patience = 0.4;
const longest = 5;

/**
 * Opens a folder for appending, behind `end`, which is all that it holds. The first file is made now, so that an unwritable
 * folder is known early.
 */
export async function openCommitLog(options: CommitLogOptions, end?: JournalEnd): Promise<CommitLog> {
  const { dir, fileSize = 64 * 2 ** 20, commitSize = 2 ** 20, createFile = createJournalFile } = options;
  const { run: ofRun, right = () => {} } = options;
  const { journal = randomUUID() } = end ?? {};
  let frames = end?.frames ?? 0;
  let number = 0;
  let file: JournalFile | undefined;
  let size = 0;
  let waiting: Waiting[] = [];
  let notes = '';
  let running: Promise<void> | undefined;
  let failure: MigrateError | undefined;
  let ended = false;

  const nextFile = async () => {
    await file?.close();
    number++;
    file = await createFile(path.join(dir, fileName(number)));
    const begun: Begun = { begun: { file: number, journal, ...(ofRun !== undefined && { run: ofRun }) } };
    const first = encodeFrame(frames + 1, `${JSON.stringify(begun)}\n`);
    await file.write(Buffer.concat([header, first]));
    await file.sync();
    await syncFolder(dir);
    frames++;
    size = header.length + first.length;
  };

  const write = async (lines: string) => {
    const frame = encodeFrame(frames + 1, lines);
    right();
    await file!.write(frame);
    await file!.sync();
    frames++;
    size += frame.length;
  };

  const commit = async (group: Waiting[]) => {
    let lines = notes;
    notes = '';
    for (const { line } of group) lines += line;
    if (lines === '') return;
    right();
    if (size >= fileSize) await nextFile();
    await write(lines);
  };

  const writeEnd = async () => {
    const line: Ended = { end: true };
    try {
      await write(`${JSON.stringify(line)}\n`);
      ended = true;
    } catch (cause) {
      failure = failed(dir, cause as Error);
    }
  };

  const run = async () => {
    // What is appended in the same turn of the event loop shares a commit.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const began = performance.now();
      const group = waiting.splice(0, howMany(waiting, commitSize));
      try {
        if (!failure) await commit(group);
      } catch (cause) {
        failure = failed(dir, cause as Error);
      }
      for (const { resolve, reject } of group) failure ? reject(failure) : resolve();
      const wait = Math.min(longest, group.length * patience) - (performance.now() - began);
      if (wait >= 1) await sleep(wait);
    }
    running = undefined;
  };

  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    number = Math.max(0, ...(await readdir(dir)).map((name) => fileNumber(name) ?? 0));
    await nextFile();
  } catch (cause) {
    throw failed(dir, cause as Error);
  }

  const append = (line: string) =>
    new Promise<void>((resolve, reject) => {
      if (failure) return reject(failure);
      waiting.push({ line, resolve, reject });
      running ??= run();
    });
  const flush = () => (notes || running ? append('') : Promise.resolve());

  return {
    append,
    note(line) {
      if (!failure) notes += line;
    },
    flush,
    get frames() {
      return frames;
    },
    get ended() {
      return ended;
    },
    get failure() {
      return failure;
    },
    async close() {
      if (!failure) await flush().catch(() => {});
      await running;
      if (!failure) await writeEnd();
      failure ??= new MigrateError('JOURNAL_FAILED', `the journal in ${dir} is closed`);
      await file?.close();
      file = undefined;
      waiting = [];
    },
  };
}

function howMany(waiting: readonly Waiting[], commitSize: number): number {
  let characters = 0;
  const tooMany = waiting.findIndex(({ line }) => {
    characters += line.length;
    return characters > commitSize;
  });
  return tooMany === -1 ? waiting.length : Math.max(1, tooMany);
}

function failed(dir: string, cause: Error): MigrateError {
  // That the run is no longer this process's is what there is to say.
  if (cause instanceof MigrateError) return cause;
  return new MigrateError('JOURNAL_FAILED', `the journal in ${dir} cannot be written: ${cause.message}`, {
    cause,
    hint: 'Nothing was written to a table without being journalled. Make room or give write permission, then resume.',
  });
}
