import type { Screen } from '../output/screen';
import { signalExitCode } from './exit-codes';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const usually = 'waiting for what is in flight; once more exits at once';

interface Heeded {
  holders: number;
  unheed(): void;
}

const heeded = new WeakMap<AbortController, Heeded>();

/**
 * Lets the first signal stop what is being done, and a second one exit at once; until the returned function is called. Several
 * that heed signals for one `stop` hear each of them once, and say what the first of them says.
 */
export function stopAtSignals(screen: Screen, stop: AbortController, what = usually): () => void {
  const one = heeded.get(stop) ?? { holders: 0, unheed: heed(screen, stop, what) };
  heeded.set(stop, one);
  one.holders++;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    one.holders--;
    if (one.holders > 0) return;
    heeded.delete(stop);
    one.unheed();
  };
}

function heed(screen: Screen, stop: AbortController, what: string): () => void {
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
