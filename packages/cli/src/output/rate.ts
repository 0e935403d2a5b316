import type { Reading } from '../watch-source';
import { count } from './format';
import type { Standing } from './progress';
import type { Screen } from './screen';

/** The line that the old tool's --rate printed. Read depth: records read that have not been handled. */
export function rateLine({ scans, read }: Reading, { records, inFlight, milliseconds }: Standing): string {
  const perSecond = milliseconds > 0 ? (records / milliseconds) * 1000 : 0;
  return [
    `Scanner scans: ${scans}`,
    `read depth: ${Math.max(0, read - records)}`,
    `in flight: ${inFlight}`,
    `records: ${records}`,
    `rate: ${count(perSecond)}/s`,
  ].join(', ');
}

/** Prints the rate every second, and a last time when the returned function is called. */
export function showRate(screen: Screen, reading: Reading, standing: () => Standing): () => void {
  const print = () => screen.line(rateLine(reading, standing()));
  const timer = setInterval(print, 1000).unref();
  return () => {
    clearInterval(timer);
    print();
  };
}
