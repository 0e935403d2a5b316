import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { decompress, MigrateError, splitLines } from '@dynamodb-migrate/core';
import { unlessDrained } from '@dynamodb-migrate/runner';
import { strays } from '../process/strays';

/** Whether to keep a line, which comes without its newline. */
export type LineFilter = (line: string) => unknown;

export interface FilterOptions {
  /** Path of the lines, gzipped or plain. */
  input: string;
  filter: LineFilter;
  /** Path to write to, which must not be there yet; `stdout` gets the bytes when absent. */
  output?: string;
  /** @default process.stdout */
  stdout?: Writable;
}

/**
 * Writes the lines that a filter keeps, gzipped. A file appears only when it is whole. Rejects with `NO_INPUT`,
 * `BAD_INPUT`, `OUTPUT_EXISTS`, `OUTPUT_FAILED` or `FILTER_FAILED`.
 */
export async function filterLines({ input, filter, output, stdout = process.stdout }: FilterOptions): Promise<void> {
  const stats = await stat(input).catch(() => undefined);
  if (!stats) throw new MigrateError('NO_INPUT', `Input file ${input} does not exist`);
  if (stats.isDirectory()) throw new MigrateError('NO_INPUT', `Input ${input} is a folder`);
  const kept = Readable.from(keptLines(input, filter), { objectMode: false });
  if (output === undefined) return pipeline(kept, createGzip(), stdout, { end: false });
  if (existsSync(output)) throw new MigrateError('OUTPUT_EXISTS', `Output file ${output} already exists`);
  const temporary = `${output}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await pipeline(kept, createGzip(), await create(temporary, output));
    await rename(temporary, output);
  } catch (error) {
    await rm(temporary, { force: true });
    // Errors of the input and of the filter are told as such.
    if (error instanceof MigrateError || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const message = `cannot write ${output}: ${(error as Error).message}`;
    throw new MigrateError('OUTPUT_FAILED', message, { cause: error, hint: 'Make room, or write it elsewhere.' });
  }
}

async function* keptLines(input: string, filter: LineFilter): AsyncGenerator<string> {
  let number = 0;
  let late: MigrateError | undefined;
  const release = strays.send((error) => {
    late ??= failed(`in a later tick, at line ${number} or before`, error);
  });
  const never = () =>
    late ?? new MigrateError('FILTER_FAILED', `the filter's promise for line ${number} never settled`);
  try {
    for await (const lines of splitLines(decompress(createReadStream(input)))) {
      let kept = '';
      for (const line of lines) {
        number++;
        if (await asked(filter, line, number, never)) kept += `${line}\n`;
      }
      if (late) throw late;
      yield kept;
    }
    // Without its end the output is not whole, and what the filter has begun may yet fail.
    await once(process, 'beforeExit');
    if (late) throw late;
  } catch (error) {
    if (error instanceof MigrateError) throw error;
    const reason =
      (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? 'its gzip data ends too early' : String(error);
    throw new MigrateError('BAD_INPUT', `${input} cannot be read beyond line ${number}: ${reason}`, { cause: error });
  } finally {
    release();
  }
}

async function asked(filter: LineFilter, line: string, number: number, never: () => MigrateError): Promise<unknown> {
  try {
    const kept = filter(line);
    return isThenable(kept) ? await unlessDrained(kept, never) : kept;
  } catch (error) {
    throw error instanceof MigrateError ? error : failed(`on line ${number}`, error);
  }
}

function failed(where: string, cause: unknown): MigrateError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new MigrateError('FILTER_FAILED', `the filter failed ${where}: ${message}`, { cause });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}

function create(file: string, output: string): Promise<WriteStream> {
  return new Promise((resolve, reject) => {
    const stream = createWriteStream(file, { flags: 'wx' });
    stream.once('open', () => resolve(stream));
    stream.once('error', (cause) => {
      const hint = `Is there a folder ${path.dirname(path.resolve(output))} that can be written to?`;
      reject(new MigrateError('OUTPUT_UNWRITABLE', `cannot write ${output}: ${cause.message}`, { cause, hint }));
    });
  });
}
