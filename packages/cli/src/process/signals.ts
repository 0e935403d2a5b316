import type { Screen } from '../output/screen';
import { signalExitCode } from './exit-codes';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const usually = 'waiting for what is in flight; once more exits at once';

/** Lets the first signal stop what is being done, and a second one exit at once; until the returned function is called. */
export function stopAtSignals(screen: Screen, stop: AbortController, what = usually): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (isSignal(stop.signal.reason)) process.exit(signalExitCode(signal));
    screen.info(`${signal}: ${what}`);
    stop.abort(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}

/** Whether something was stopped by a signal. */
export function isSignal(stoppedBy: unknown): stoppedBy is NodeJS.Signals {
  return signals.some((signal) => signal === stoppedBy);
}
