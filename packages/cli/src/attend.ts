import type { Run } from '@dynamodb-migrate/core';
import { exitCodes, signalExitCode } from './exit-codes';
import { counted } from './output/format';
import type { Screen } from './output/screen';
import { limitRun } from './rehearsal/time-limit';
import { strays } from './strays';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Attendance {
  /** The signal that stopped the run. */
  signal?: NodeJS.Signals;
  end(): void;
}

/**
 * Ties a run to its process: signals and a closed stdout stop it, errors that nobody caught fail it, and records that
 * wait when nothing else is left to do have never called back. A second signal exits at once.
 */
export function attend(run: Run, stop: (reason: string) => void, screen: Screen): Attendance {
  const attendance: Attendance = { end };
  const onSignal = (signal: NodeJS.Signals) => {
    if (attendance.signal) process.exit(signalExitCode(signal));
    attendance.signal = signal;
    screen.line(`${signal}: waiting for what is in flight; once more exits at once`);
    stop(signal);
  };
  const onStdoutError = (error: NodeJS.ErrnoException) => {
    if (run.state !== 'running' || attendance.signal) return;
    if (error.code === 'EPIPE') stop('a closed stdout');
    else run.fail(error);
  };
  let drained = false;
  const onDrained = () => {
    drained = true;
    run.drained();
  };
  const onExit = () => {
    if (run.state !== 'running') return;
    screen.line(`the process ended after ${counted(run.records, 'record')}, before the run did`);
    // A script that exits on its own has chosen its code.
    if (drained) process.exitCode ||= exitCodes.failed;
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.stdout.on('error', onStdoutError);
  process.on('beforeExit', onDrained);
  process.on('exit', onExit);
  const endLimit = limitRun(run);
  const release = strays.send((error) => run.fail(error));
  function end() {
    for (const signal of signals) process.removeListener(signal, onSignal);
    process.removeListener('beforeExit', onDrained);
    process.removeListener('exit', onExit);
    endLimit();
    release();
  }
  return attendance;
}
