import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { MigrateError } from '../../error';

/** A file for what memory does not hold. It has no name as soon as it is open, so that nothing is left however a process ends. */
export interface SpillFile {
  write(block: Buffer, at: number): void;
  read(into: Buffer, at: number): void;
  close(): void;
}

/** Opened with the first write. Throws `SPILL_FAILED` where the disk does not take what it is given. */
export function spillFile(path: string): SpillFile {
  let file: number | undefined;
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw new MigrateError(
        'SPILL_FAILED',
        `cannot keep what a preview changes in ${path}: ${(cause as Error).message}`,
        {
          cause,
          hint: 'Make room there, or preview a part of the table.',
        },
      );
    }
  };
  return {
    write: (block, at) =>
      attempt(() => {
        file ??= openUnnamed(path);
        for (let done = 0; done < block.length; ) done += writeSync(file, block, done, block.length - done, at + done);
      }),
    read: (into, at) =>
      attempt(() => {
        for (let done = 0; done < into.length; ) {
          const count = readSync(file!, into, done, into.length - done, at + done);
          if (count === 0) throw new Error('it ends too early');
          done += count;
        }
      }),
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function openUnnamed(path: string): number {
  const file = openSync(path, 'wx+', 0o600);
  rmSync(path);
  return file;
}
