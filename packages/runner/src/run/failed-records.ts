import { closeSync, fstatSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { MigrateError, type RecordScope } from '@dynamodb-migrate/core';

/** Keeps the records that failed. */
export interface FailedRecords {
  add(scope: RecordScope): void;
  /** Where they are, and how many. */
  readonly count: number;
  close(): void;
}

/** Appends them to a file, one line each, in the form in which `stream` reads them. Throws `ERRORS_UNWRITABLE`. */
export function failedRecords(file: string): FailedRecords {
  let handle: number;
  let count = 0;
  try {
    handle = openSync(file, 'a', 0o600);
  } catch (cause) {
    throw unwritable(file, cause);
  }
  return {
    add({ record }) {
      const { size } = fstatSync(handle);
      try {
        writeFileSync(handle, `${JSON.stringify(record)}\n`);
      } catch (cause) {
        // Half a line would spoil the next one too. What is no file cannot be cut.
        if (fstatSync(handle).isFile()) ftruncateSync(handle, size);
        throw unwritable(file, cause);
      }
      count++;
    },
    get count() {
      return count;
    },
    close: () => closeSync(handle),
  };
}

function unwritable(file: string, cause: unknown): MigrateError {
  const message = `--errors: ${file} cannot be written: ${(cause as Error).message}`;
  return new MigrateError('ERRORS_UNWRITABLE', message, { cause });
}
