import type { Position } from '../source/scan';
import { originalImage } from './original-image';
import type { Standing } from './unfinished';

export interface RecordsDoneOptions {
  /** Once the fates of its writes are settled. */
  standing: Standing;
  from: ReadonlyMap<number, Position>;
  table: string;
  keyNames: readonly string[];
}

/** How many records a resumed run does not hand to the script any more, but for those whose fate is unclear. */
export function recordsDone({ standing, from, table, keyNames }: RecordsDoneOptions): number {
  let done = standing.beyond;
  for (const { records } of from.values()) done += records;
  for (const record of standing.unfinished.values()) {
    const { place, unclear } = record;
    // The scan came past those that were handed over again before it, done or not.
    const isBehind = place && place.ordinal <= (from.get(place.segment)?.records ?? 0);
    if (isBehind && (unclear || originalImage(record, table, keyNames))) done--;
  }
  return done;
}
