import { closeSync, createWriteStream, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createOutput } from './output';
import { temporaryBeside } from './temporary';

/**
 * Replaces a file so that a crash or a full disk leaves the old or the new one, never half of one; a link in its place is
 * replaced itself. Readable by the owner only.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    await createOutput(temporary, text, 0o600);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** The same before it returns: for a process that is about to end. */
export function writeAtomicallyNow(file: string, text: string): void {
  const temporary = temporaryBeside(file);
  try {
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The same for what comes in parts; without a sync, as what a run tells at its end can be told again. */
export async function writePartsAtomically(file: string, parts: AsyncIterable<string>): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    await pipeline(parts, createWriteStream(temporary, { flags: 'wx', mode: 0o600 }));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes the names of new files in a folder durable, where the platform can. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    await handle?.close();
  }
}
