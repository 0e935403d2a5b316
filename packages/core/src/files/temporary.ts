import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** A name beside a file that nobody can guess, for what is to become that file. To be opened with `wx`. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.${randomBytes(8).toString('hex')}.tmp`);
}
