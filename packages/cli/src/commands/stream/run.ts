import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { MigrateError } from '@dynamodb-migrate/core';
import type { Command } from '../../arguments/command';
import type { Context } from '../../process/context';
import { type Reported, reportScriptRun } from '../scan/report';
import { runAsAsked } from '../scan/run';
import type { StreamOptions } from './arguments';

/** Runs a script over records read from stdin or a file. */
export const streamCommand: Command<StreamOptions, Reported> = {
  run: (options, context) =>
    runAsAsked(options, { records: open(options.input, context), input: options.input ?? 'stdin' }, context),
  report: reportScriptRun,
};

function open(file: string | undefined, { screen, stdin }: Context): Readable {
  if (file === undefined) {
    const input = stdin();
    if (input.isTTY) screen.info('reading records from stdin, one JSON document a line; --input FILE reads a file');
    return input;
  }
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats || stats.isDirectory()) {
    throw new MigrateError('NO_INPUT', `--input: ${file} is ${stats ? 'a folder' : 'not there'}`, {
      hint: 'Give a file of records, one JSON document a line.',
    });
  }
  return createReadStream(file);
}
