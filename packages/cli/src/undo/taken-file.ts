import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { MigrateError } from '@dynamodb-migrate/core';
import { isLeft, type Taken } from './taken';

const bufferSize = 2 ** 16;

export interface TakenFile {
  readonly path: string;
  add(taken: Taken): void;
  close(): void;
}

/** Keeps what a rollback, or its preview, found in the folder of the run: one JSON document a line. Throws `STATE_UNWRITABLE`. */
export function createTakenFile(folder: string, live: boolean): TakenFile {
  const file = path.join(folder, live ? 'rollback.ndjson' : 'rollback-preview.ndjson');
  let descriptor: number | undefined;
  let buffer = '';
  const flush = () => {
    // What an earlier rollback found is kept until this one has found something.
    try {
      descriptor ??= openSync(file, 'w', 0o600);
      writeSync(descriptor, buffer);
    } catch (cause) {
      throw new MigrateError('STATE_UNWRITABLE', `cannot write ${file}: ${(cause as Error).message}`, {
        cause,
        hint: 'Make room or give write permission, then do it again.',
      });
    }
    buffer = '';
  };
  return {
    path: file,
    add(taken) {
      buffer += `${JSON.stringify(taken)}\n`;
      if (buffer.length >= bufferSize) flush();
    },
    close() {
      if (buffer !== '') flush();
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** What the last live rollback of a run left as it is, the first `most` items; none where there was none. */
export async function readLeft(folder: string, most: number): Promise<Taken[]> {
  const left: Taken[] = [];
  const input = createReadStream(path.join(folder, 'rollback.ndjson'));
  try {
    for await (const line of createInterface({ input })) {
      const taken = parse(line);
      if (taken && isLeft(taken)) left.push(taken);
      if (left.length === most) break;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    input.destroy();
  }
  return left;
}

function parse(line: string): Taken | undefined {
  try {
    return JSON.parse(line);
  } catch {
    // The end that a crash has torn.
    return undefined;
  }
}
