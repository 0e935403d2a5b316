import { count, counted, duration } from './format';
import type { Screen } from './screen';

/** Where a run stands. */
export interface Standing {
  records: number;
  errors: number;
  /** Records or operations under way, whichever is more. */
  inFlight: number;
  /** Records expected in all, when known. */
  expected?: number;
  milliseconds: number;
  /** What keeps the run from going faster. */
  held?: string;
}

/** The line that tells how far a run is. */
export function progressLine({ records, errors, inFlight, expected, milliseconds, held }: Standing): string {
  const perSecond = milliseconds > 0 ? (records / milliseconds) * 1000 : 0;
  const parts = [counted(records, 'record'), `${count(perSecond)}/s`];
  if (expected) {
    const share = Math.min(1, records / expected);
    parts.push(`${Math.floor(share * 100)} %`);
    if (share >= 0.01 && share < 1) parts.push(`${duration((milliseconds / share) * (1 - share))} left`);
  }
  parts.push(`${count(inFlight)} in flight`, counted(errors, 'error'));
  if (held) parts.push(held);
  return parts.join(' · ');
}

/** Repaints the progress five times a second until the returned function is called. */
export function showProgress(screen: Screen, standing: () => Standing): () => void {
  if (!screen.isTerminal) return () => {};
  const timer = setInterval(() => screen.status(progressLine(standing())), 200).unref();
  return () => {
    clearInterval(timer);
    screen.clear();
  };
}
