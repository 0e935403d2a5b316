import { closeSync, createReadStream, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { MigrateError, temporaryBeside } from '@dynamodb-migrate/core';
import { isLeft, type RolledBackItem } from './rolled-back-item';

const bufferSize = 2 ** 16;

export interface DetailsFile {
  readonly path: string;
  add(item: RolledBackItem): void;
  close(): void;
}

/**
 * Keeps what a rollback, or its preview, found in the folder of the run: one JSON document a line. What an earlier one found
 * stays until this one is closed and has found something. Throws `STATE_UNWRITABLE`.
 */
export function createDetailsFile(folder: string, live: boolean): DetailsFile {
  const file = path.join(folder, live ? 'rollback.ndjson' : 'rollback-preview.ndjson');
  const temporary = temporaryBeside(file);
  let descriptor: number | undefined;
  let buffer = '';
  const flush = () => {
    descriptor ??= openSync(temporary, 'wx', 0o600);
    writeFileSync(descriptor, buffer);
    buffer = '';
  };
  const finish = () => {
    if (buffer !== '') flush();
    if (descriptor === undefined) return;
    closeSync(descriptor);
    descriptor = undefined;
    renameSync(temporary, file);
  };
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      buffer = '';
      rmSync(temporary, { force: true });
      throw new MigrateError('STATE_UNWRITABLE', `cannot write ${file}: ${(cause as Error).message}`, {
        cause,
        hint: 'Make room or give write permission, then do it again.',
      });
    }
  };
  return {
    path: file,
    add(item) {
      buffer += `${JSON.stringify(item)}\n`;
      if (buffer.length >= bufferSize) attempt(flush);
    },
    close: () => attempt(finish),
  };
}

/** What the last live rollback of a run left as it is, the first `most` items; none where there was none. */
export async function readLeft(folder: string, most: number): Promise<RolledBackItem[]> {
  const left: RolledBackItem[] = [];
  const input = createReadStream(path.join(folder, 'rollback.ndjson'));
  try {
    for await (const line of createInterface({ input })) {
      const item = parse(line);
      if (item && isLeft(item)) left.push(item);
      if (left.length === most) break;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    input.destroy();
  }
  return left;
}

function parse(line: string): RolledBackItem | undefined {
  try {
    return JSON.parse(line);
  } catch {
    // The end that a crash has torn.
    return undefined;
  }
}
