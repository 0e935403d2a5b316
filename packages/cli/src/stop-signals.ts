import { signalExitCode } from './exit-codes';
import type { Screen } from './output/screen';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignals {
  /** Fires at the first signal. */
  readonly stopping: AbortSignal;
  /** The signal that came. */
  readonly came: NodeJS.Signals | undefined;
  end(): void;
}

/** Lets the first signal stop what is being done; a second one exits at once. */
export function stopAtSignals(screen: Screen): StopSignals {
  const stop = new AbortController();
  let came: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (came) process.exit(signalExitCode(signal));
    came = signal;
    screen.line(`${signal}: waiting for what is in flight; once more exits at once`);
    stop.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stopping: stop.signal,
    get came() {
      return came;
    },
    end() {
      for (const signal of signals) process.removeListener(signal, onSignal);
    },
  };
}
