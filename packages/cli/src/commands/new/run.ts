import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createOutput, MigrateError } from '@dynamodb-migrate/core';
import { findConfig } from '@dynamodb-migrate/fleet';
import { compareScriptNames, listScripts, newScript } from '@dynamodb-migrate/ledger';
import type { Command } from '../../arguments/command';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { NewOptions } from './arguments';

interface Made {
  json: boolean;
  /** Absolute: the script, and its test. */
  files: string[];
}

/** Makes a script and a test beside it. */
export const newCommand: Command<NewOptions, Made> = { run: make, report };

async function make({ name, kind, table, config, json }: NewOptions, { screen }: Context): Promise<Made> {
  const { folder } = await findConfig({ config });
  await mkdir(folder, { recursive: true });
  const { scripts } = await listScripts(folder);
  const now = new Date();
  const newest = scripts.at(-1);
  const files = newScript({
    name,
    kind: kind ?? (newest && /\.[cm]?ts$/.test(newest.file) ? 'ts' : 'legacy'),
    now,
    colons: newest?.colons,
    table,
  });
  await writeAll(files.map(({ file, text }) => ({ file: path.join(folder, file), text })));
  const isSameMoment = newest && Math.abs(newest.time - now.getTime()) < 2000;
  if (newest && !isSameMoment && compareScriptNames(files[0]!.file, newest.file) < 0) {
    screen.warn(`${files[0]!.file} comes before ${newest.file}, whose date is in the future or spelled otherwise`);
  }
  return { json, files: files.map(({ file }) => path.join(folder, file)) };
}

/** Makes all of the files, or none. */
async function writeAll(files: readonly { file: string; text: string }[]): Promise<void> {
  const made: string[] = [];
  for (const { file, text } of files) {
    try {
      await createOutput(file, text);
      made.push(file);
    } catch (cause) {
      for (const one of made) await rm(one, { force: true });
      throw new MigrateError('CANNOT_WRITE', `${file} cannot be made: ${(cause as Error).message}`, { cause });
    }
  }
}

function report({ json, files }: Made, { screen }: Context): number {
  if (json) {
    screen.json({ files });
    return exitCodes.done;
  }
  const [script, test] = files.map((file) => path.relative('', file));
  screen.data([script!, test!]);
  screen.info(`try it: node --test ${test}`);
  return exitCodes.done;
}
