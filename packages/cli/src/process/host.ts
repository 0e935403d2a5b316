import { MigrateError } from '@dynamodb-migrate/core';
import { type Attended, counted, type Host } from '@dynamodb-migrate/runner';
import { printError } from '../output/error';
import { printExited } from '../output/exited';
import type { Screen } from '../output/screen';
import { exitCodes } from './exit-codes';
import { isSignal, stopAtSignals } from './signals';
import { strays } from './strays';
import { limitRun } from './time-limit';

const exitedEarly = new MigrateError(
  'EXITED',
  'the script ended the process outside of its run, so no run came to its end',
);

export interface ProcessHost extends Host {
  /** The command has done what it was given. */
  end(): void;
}

/**
 * Ties runs to this process: signals and a closed stdout stop a run, errors that nobody caught fail it, and records that
 * wait when nothing else is left to do have never called back. A second signal exits at once. Where a script ends the
 * process before there is a run, or between two, nothing was done, whatever its code.
 */
export function processHost(screen: Screen, stop: AbortController): ProcessHost {
  let attended = 0;
  const onExit = () => {
    if (attended > 0 || process.exitCode) return;
    printError(screen, exitedEarly);
    process.exitCode = exitCodes.failed;
  };
  process.on('exit', onExit);
  return {
    pauseSignal: 'SIGUSR2',
    attend(run) {
      const release = attend(run, screen, stop);
      attended++;
      return () => {
        attended--;
        release();
      };
    },
    end: () => void process.removeListener('exit', onExit),
  };
}

function attend(run: Attended, screen: Screen, stop: AbortController): () => void {
  const { togglePause } = run;
  const unheed = stopAtSignals(screen, stop);
  const onStdoutError = (error: NodeJS.ErrnoException) => {
    if (run.now().state !== 'running' || isSignal(stop.signal.reason)) return;
    if (error.code === 'EPIPE') stop.abort('a closed stdout');
    else run.fail(error);
  };
  let drained = false;
  const onDrained = () => {
    drained = true;
    run.drained();
  };
  const onExit = (code: number | string) => {
    const { state, records } = run.now();
    if (state !== 'running') return;
    // Scripts may give it as a text, out of the environment.
    const ended = run.exit(Number(code));
    if (ended) {
      printExited(screen, ended);
      if (!run.isAll) screen.info('the script ended the process before the rest was done; give the same command again');
      // A script that ends its process with 0 may not know what went wrong.
      if (ended.state !== 'succeeded' || !run.isAll) process.exitCode ||= exitCodes.failed;
      return;
    }
    const left = run.underWay();
    const lost = left > 0 ? `, with ${counted(left, 'operation')} under way` : '';
    screen.info(`the process ended after ${counted(records, 'record')}, before the run did${lost}`);
    // A script that exits on its own has chosen its code, unless nobody knows what became of its writes.
    if (drained || left > 0 || !run.isAll) process.exitCode ||= exitCodes.failed;
  };
  process.stdout.on('error', onStdoutError);
  process.on('SIGUSR2', togglePause);
  process.on('beforeExit', onDrained);
  process.on('exit', onExit);
  const endLimit = limitRun(run);
  const release = strays.send((error) => run.fail(error));
  return () => {
    unheed();
    process.removeListener('SIGUSR2', togglePause);
    process.removeListener('beforeExit', onDrained);
    process.removeListener('exit', onExit);
    endLimit();
    release();
  };
}
