import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** A name beside a file that nobody can guess, for what is to become that file. To be opened with `wx`. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.${randomBytes(8).toString('hex')}.tmp`);
}

/** Whether a file or folder of this name is one that nobody came to name otherwise. */
export function isTemporary(name: string): boolean {
  return /^\.[0-9a-f]{16}\.tmp$/.test(name);
}
