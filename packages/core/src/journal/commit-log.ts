import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MigrateError } from '../error';
import { syncFolder } from '../runs/write-atomically';
import { encodeFrame, fileName, fileNumber, header } from './format';
import { createJournalFile, type JournalFile } from './journal-file';

export interface CommitLogOptions {
  dir: string;
  /** Bytes after which the next file is begun. @default 64 MiB */
  fileSize?: number;
  /** Characters of one commit at most, but for a single larger line. @default 1 Mi */
  commitSize?: number;
  /** Makes a new file. @default one on the file system */
  createFile?: (path: string) => Promise<JournalFile>;
}

/** Lines in files, many of them made durable by one sync. */
export interface CommitLog {
  /** Resolves once the line (with its newline) is on disk; rejects with `JOURNAL_FAILED`, from the first failure on for good. */
  append(line: string): Promise<void>;
  /** Lets the line travel with the next commit, whenever that is; `flush` brings one about. */
  note(line: string): void;
  /** Resolves once everything appended or noted so far is on disk. */
  flush(): Promise<void>;
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

/** Opens a folder for appending, behind what it holds already. The first file is made now, so that an unwritable folder is known early. */
export async function openCommitLog(options: CommitLogOptions): Promise<CommitLog> {
  const { dir, fileSize = 64 * 2 ** 20, commitSize = 2 ** 20, createFile = createJournalFile } = options;
  let number = 0;
  let file: JournalFile | undefined;
  let size = 0;
  let waiting: Waiting[] = [];
  let notes = '';
  let running: Promise<void> | undefined;
  let failure: MigrateError | undefined;

  const nextFile = async () => {
    await file?.close();
    number++;
    file = await createFile(path.join(dir, fileName(number)));
    await file.write(header);
    await file.sync();
    await syncFolder(dir);
    size = header.length;
  };

  const commit = async (group: Waiting[]) => {
    let lines = notes;
    notes = '';
    for (const { line } of group) lines += line;
    if (lines === '') return;
    const frame = encodeFrame(lines);
    if (size >= fileSize) await nextFile();
    await file!.write(frame);
    await file!.sync();
    size += frame.length;
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
    get failure() {
      return failure;
    },
    async close() {
      if (!failure) await flush().catch(() => {});
      await running;
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
  return new MigrateError('JOURNAL_FAILED', `the journal in ${dir} cannot be written: ${cause.message}`, {
    cause,
    hint: 'Nothing was written to a table without being journalled. Make room or give write permission, then resume.',
  });
}
