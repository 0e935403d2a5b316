import { elapsed, moment } from './moment';

const { nextTick } = process;

/** Milliseconds for which a look counts at most: nobody takes a run from an owner who was awake so shortly before. */
const longest = 1;

/**
 * A look at the outside that counts for the rest of the turn of the event loop in which it was made, where nothing more
 * can have been heard of the outside, unless the process was suspended in between. Looks anew after one that failed.
 */
export function oncePerTurn(look: () => boolean): () => boolean {
  let looked: ReturnType<typeof moment> | undefined;
  const forget = () => {
    looked = undefined;
  };
  return () => {
    if (looked && elapsed(looked) < longest) return true;
    // Taken before, so that a suspension during the look counts too.
    const now = moment();
    if (!look()) return false;
    if (!looked) nextTick(forget);
    looked = now;
    return true;
  };
}
