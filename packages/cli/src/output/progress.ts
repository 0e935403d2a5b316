import type { Progress } from '@dynamodb-migrate/runner';
import { count, counted, duration } from './format';
import type { Screen } from './screen';

/** The line that tells how far a run is. */
export function progressLine({ records, errors, inFlight, expected, milliseconds, held }: Progress): string {
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

/** Repaints the progress on a terminal, and takes it away at the end. */
export function showProgress(screen: Screen): ((progress: Progress) => void) | undefined {
  if (!screen.isTerminal) return undefined;
  return (progress) => screen.status(progress.isOver ? '' : progressLine(progress));
}
