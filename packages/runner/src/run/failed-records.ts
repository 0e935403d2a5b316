import { closeSync, openSync, writeSync } from 'node:fs';
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
    throw new MigrateError('ERRORS_UNWRITABLE', `--errors: ${file} cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
  return {
    add({ record }) {
      writeSync(handle, `${JSON.stringify(record)}\n`);
      count++;
    },
    get count() {
      return count;
    },
    close: () => closeSync(handle),
  };
}
