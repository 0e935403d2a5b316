import { commands } from './arguments/commands';
import { parse } from './arguments/parse';
import { exitCodes } from './exit-codes';
import { createScreen, type Screen } from './output/screen';
import { limitProcess } from './rehearsal/time-limit';
import { strays } from './strays';

/** Runs the command that a command line (without node and the bin) asks for, and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const screen = createScreen();
  let exits = false;
  strays.watch((error) => {
    printError(screen, error);
    process.exitCode ||= exitCodes.failed;
  });
  try {
    const request = await parse(argv, commands);
    if (request.kind === 'text') {
      process.stdout.write(`${request.text}\n`);
      return;
    }
    const { command, options, foreign } = request;
    if (foreign.length > 0) screen.notice(`left to the script, as no flag of ${command.name}: ${foreign.join(' ')}`);
    const { run, report, ...how } = command.load();
    exits = how.exits === true;
    end(report(await run(options, screen), screen));
    limitProcess();
  } catch (error) {
    printError(screen, error);
    process.exitCode ||= isFailure(error) ? exitCodes.failed : exitCodes.cannotStart;
  }
  if (exits) process.stdout.write('', () => process.exit());
}

// A code that the script has set stays, unless a signal ended the run.
function end(code: number): void {
  if (code > 128) process.exit(code);
  if (code !== exitCodes.done) process.exitCode ||= code;
}

// Loaded when there is one, since help needs no engine.
function printError(screen: Screen, error: unknown): void {
  (require('./output/error') as typeof import('./output/error')).printError(screen, error);
}

/** Whether something began and failed, and did not merely fail to begin. */
function isFailure(error: unknown): boolean {
  const { MigrateError } = require('@dynamodb-migrate/core') as typeof import('@dynamodb-migrate/core');
  return !(error instanceof MigrateError) || error.code === 'SCRIPT_THREW';
}
