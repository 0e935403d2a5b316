import type { Readable } from 'node:stream';
import { asksForJson, parse } from './arguments/parse';
import { commands } from './commands/commands';
import { createScreen, dataFor, type Output } from './output/screen';
import type { Context } from './process/context';
import { enter } from './process/enter';
import { exitCodes } from './process/exit-codes';

/** What a command line is run with. */
export interface Io {
  stdout: Output;
  stderr: Output;
  stdin: Readable & { isTTY?: boolean };
  /** What the command and its script find in `process.env` while it runs. @default what is there */
  env?: { readonly [name: string]: string | undefined };
  /** Where they are while it runs. @default the working directory */
  cwd?: string;
  /** Stops what is being done. */
  signal?: AbortSignal;
  /** Whether the process is the command's alone: its signals, its exit and what nobody catches are seen to. @default false */
  isAlone?: boolean;
}

/** What a command came to. */
export interface Ended {
  code: number;
  /** It has loaded scripts whose timers must not keep the process alive. */
  exits: boolean;
}

/**
 * Runs the command that a command line (without node and the bin) asks for; prints, and gives the exit code. One at a time,
 * where `env` or `cwd` is given.
 */
export async function main(argv: readonly string[], io: Io): Promise<Ended> {
  const leave = enter(io);
  try {
    return await runCommand(argv, io);
  } finally {
    leave();
  }
}

async function runCommand(argv: readonly string[], io: Io): Promise<Ended> {
  const screen = createScreen(io.stderr, io.stdout);
  let exits = false;
  let context: Context | undefined;
  try {
    const request = await parse(argv, commands);
    if (request.kind === 'text') {
      screen.data(request.text.split('\n'));
      return { code: exitCodes.done, exits };
    }
    const { command, options, foreign } = request;
    if (foreign.length > 0) screen.warn(`left to the script, as no flag of ${command.name}: ${foreign.join(' ')}`);
    const { run, report, ...how } = command.load();
    exits = how.exits === true;
    context = contextOf(io, screen);
    return { code: await report(await run(options, context), context), exits };
  } catch (error) {
    // Loaded when there is one, since help needs no engine.
    const { printError, errorDocument, isFailure } = require('./output/error') as typeof import('./output/error');
    printError(screen, error);
    if (asksForJson(argv)) screen.json(errorDocument(error));
    return { code: isFailure(error) ? exitCodes.failed : exitCodes.cannotStart, exits };
  } finally {
    context?.host?.end();
  }
}

function contextOf(io: Io, screen: Context['screen']): Context {
  const { stdout, signal, isAlone = false } = io;
  const stop = new AbortController();
  if (signal?.aborted) stop.abort(signal.reason);
  signal?.addEventListener('abort', () => stop.abort(signal.reason), { once: true });
  const base = { screen, stop, stdin: () => io.stdin, terminal: () => ({ input: io.stdin, output: io.stderr }) };
  const writeOut = async (text: string) => void stdout.write(dataFor(stdout, text));
  if (!isAlone) return { ...base, heedSignals: () => () => {}, takeStdout: () => writeOut };
  const { processHost } = require('./process/host') as typeof import('./process/host');
  const { stopAtSignals } = require('./process/signals') as typeof import('./process/signals');
  const { takeStdout } = require('./process/take-stdout') as typeof import('./process/take-stdout');
  const { strays } = require('./process/strays') as typeof import('./process/strays');
  const { printError } = require('./output/error') as typeof import('./output/error');
  strays.watch((error) => {
    printError(screen, error);
    process.exitCode ||= exitCodes.failed;
  });
  return {
    ...base,
    host: processHost(screen, stop),
    heedSignals: (what) => stopAtSignals(screen, stop, what),
    takeStdout,
  };
}
