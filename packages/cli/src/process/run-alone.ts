import { main } from '../main';
import { exitCodes } from './exit-codes';
import { limitProcess } from './time-limit';

/** Runs a command line in a process of its own, and sets the process's exit code. */
export async function runAlone(argv: readonly string[]): Promise<void> {
  const { code, exits } = await main(argv, {
    stdout: process.stdout,
    stderr: process.stderr,
    // Asking for it opens it, which keeps a process alive on some systems.
    get stdin() {
      return process.stdin;
    },
    isAlone: true,
  });
  // A code that the script has set stays, unless a signal ended the run.
  if (code > 128) process.exit(code);
  if (code !== exitCodes.done) process.exitCode ||= code;
  limitProcess();
  if (exits) process.stdout.write('', () => process.exit());
}
