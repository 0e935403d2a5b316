import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError, writeOutput } from '@dynamodb-migrate/core';

/** Finds out whether a file can be written, before the work that it is for. Throws `CANNOT_WRITE`. */
export async function checkResultFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw cannotWrite(file, 'it is a folder');
  await access(found ? file : path.dirname(file), constants.W_OK).catch((error) => {
    throw cannotWrite(file, reason(error), error);
  });
}

/** Writes what came of the work. Throws `CANNOT_WRITE`. */
export async function writeResultFile(file: string, text: string): Promise<void> {
  await writeOutput(file, text).catch((error) => {
    throw cannotWrite(file, reason(error), error);
  });
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' ? 'its folder is not there' : message;
}

function cannotWrite(file: string, why: string, cause?: unknown): MigrateError {
  return new MigrateError('CANNOT_WRITE', `cannot write ${file}: ${why}`, { cause, hint: 'Name another file.' });
}
