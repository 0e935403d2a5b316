import type { Image } from '../journal/entry';
import { sameImage } from '../journal/item-id';
import { appliedNone, type LeftByRun } from './left-by-run';

/** Why an item is left alone: others changed it after the run, or in the middle of it, or its image before is not known. */
export type ConflictReason = 'changed since' | 'changed in between' | 'image before unknown';

export type Verdict =
  | { kind: 'nothing' }
  | { kind: 'restore'; to: Image }
  | { kind: 'conflict'; reason: ConflictReason };

/** What to do about an item as it is now. Forced, whatever has become of it is replaced by its image before the run. */
export function judge({ first, possible, interleaved, doubts }: LeftByRun, now: Image, force: boolean): Verdict {
  if (first === undefined) {
    const untouched = possible === undefined && appliedNone(doubts, now);
    return untouched ? { kind: 'nothing' } : { kind: 'conflict', reason: 'image before unknown' };
  }
  if (sameImage(now, first)) return { kind: 'nothing' };
  if (force) return { kind: 'restore', to: first };
  if (interleaved) return { kind: 'conflict', reason: 'changed in between' };
  const ours = possible?.some((image) => sameImage(image, now));
  return ours ? { kind: 'restore', to: first } : { kind: 'conflict', reason: 'changed since' };
}
