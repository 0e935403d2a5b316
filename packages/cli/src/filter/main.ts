import path from 'node:path';
import { MigrateError, nearMiss, printable } from '@dynamodb-migrate/core';
import { loadScript } from '@dynamodb-migrate/runner';
import { common } from '../arguments/common-flags';
import { text } from '../arguments/kinds';
import { readFlags } from '../arguments/read-flags';
import { usageError } from '../arguments/usage-error';
import { printError } from '../output/error';
import { createScreen } from '../output/screen';
import { exitCodes } from '../process/exit-codes';
import { strays } from '../process/strays';
import { filterLines, type LineFilter } from './filter';

const usage = `dynamodb-filter <input> <filter> [--output FILE]

Keeps the lines for which the function that <filter> exports gives something truthy, or a promise of it.

  input     File of lines, gzipped or plain
  filter    Path of the filter: .js, .cjs, .mjs, .ts, .mts or .cts
  --output  File to write, gzipped; stdout without it

Exit codes: 0 done, 1 the filter or the input failed, 2 could not start.`;

const flags = { output: text({ describe: 'File to write' }), ...common };

interface FilterArguments {
  input: string;
  script: string;
  output?: string;
}

/** Runs the filter that a command line (without node and the bin) asks for, and sets the process's exit code. */
export async function filterMain(argv: readonly string[]): Promise<void> {
  const screen = createScreen();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    const what = error.code === 'EPIPE' ? 'was closed' : 'cannot be written to';
    screen.info(`error: stdout ${what}: ${error.message}`);
    process.exit(exitCodes.failed);
  });
  strays.watch((error) => {
    printError(screen, error);
    process.exitCode ||= exitCodes.failed;
  });
  try {
    const request = parseFilter(argv);
    if (typeof request === 'string') {
      process.stdout.write(`${request}\n`);
      return;
    }
    const { input, script, output } = request;
    const filter = (await loadScript(script, { howToExport })).exported as unknown as LineFilter;
    await filterLines({ input, filter, output });
    if (output !== undefined) process.stdout.write(`${printable(`Finished writing to ${path.resolve(output)}`)}\n`);
  } catch (error) {
    printError(screen, error);
    const started =
      !(error instanceof MigrateError) ||
      ['FILTER_FAILED', 'BAD_INPUT', 'OUTPUT_FAILED', 'SCRIPT_THREW'].includes(error.code);
    process.exitCode ||= started ? exitCodes.failed : exitCodes.cannotStart;
  }
}

/** What a command line asks for; a text to print for --help and --version. Throws `USAGE`. */
export function parseFilter(argv: readonly string[]): FilterArguments | string {
  const { given, rest } = readFlags(argv, flags, seeHelp);
  const words: string[] = [];
  for (const token of rest) {
    if (token.kind === 'foreign') {
      const meant = nearMiss(token.name, Object.keys(flags));
      throw usageError(`${token.text} is not known${meant ? `: did you mean --${meant}?` : ''}`, seeHelp);
    }
    words.push(token.text);
  }
  if (given.help) return usage;
  if (given.version) return require('../../package.json').version;
  const [input, script, surplus] = words;
  if (input === undefined) throw usageError('You must provide an input filepath', seeHelp);
  if (script === undefined) throw usageError('You must provide the path to a filter function', seeHelp);
  if (surplus !== undefined) throw usageError(`${surplus} is nothing that dynamodb-filter knows`, seeHelp);
  return { input, script, output: given.output as string | undefined };
}

const seeHelp = 'See dynamodb-filter --help.';
const howToExport = 'Export one: module.exports = (line) => …, or export default async (line) => …';
