import { chmod, open, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryBeside } from './temporary';

/**
 * Replaces a file that the user has named: as a whole or not at all, with the rights that it had, and where the user has put
 * a link, what that leads to. Pipes and devices are written to as they are.
 */
export async function writeOutput(file: string, text: string): Promise<void> {
  const target = await targetOf(file);
  const found = await stat(target).catch(() => undefined);
  if (found && !found.isFile()) return writeFile(target, text);
  const temporary = temporaryBeside(target);
  try {
    await createOutput(temporary, text);
    if (found) await chmod(temporary, found.mode & 0o777);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    // What may be written itself while nothing can take its place: alone in a folder of others, or mounted by itself.
    if (!found || !fixed.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await writeFile(target, text);
  }
}

/** Makes a file, as a whole or not at all; rejects with `EEXIST` where there is anything by its name. */
export async function createOutput(file: string, text: string, mode = 0o666): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

const fixed = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV']);

/** Where a name leads in the end, whether there is something or not. */
async function targetOf(file: string, links = 40): Promise<string> {
  const link = await readlink(file).catch(() => undefined);
  return link === undefined || links === 0 ? file : targetOf(path.resolve(path.dirname(file), link), links - 1);
}
