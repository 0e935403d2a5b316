import type { Progress } from '@dynamodb-migrate/runner';
import { count } from './format';
import type { Screen } from './screen';

/** The line that the old tool's --rate printed. Read depth: records read that have not been handled. */
export function rateLine({ pages, read, records, inFlight, milliseconds }: Progress): string {
  const perSecond = milliseconds > 0 ? (records / milliseconds) * 1000 : 0;
  return [
    `Scanner scans: ${pages}`,
    `read depth: ${Math.max(0, read - records)}`,
    `in flight: ${inFlight}`,
    `records: ${records}`,
    `rate: ${count(perSecond)}/s`,
  ].join(', ');
}

/** Prints the rate every second, and a last time at the end. */
export function showRate(screen: Screen): (progress: Progress) => void {
  let next = 1000;
  return (progress) => {
    if (progress.milliseconds < next && !progress.isOver) return;
    next = progress.milliseconds + 1000;
    screen.info(rateLine(progress));
  };
}
