import { afterImage } from '../journal/after-image';
import type { Image } from '../journal/entry';
import { sameImage } from '../journal/item-id';
import type { Change } from './change';

/** How a run found an item, and how it may have left it. */
export interface LeftByRun {
  /** The image before the run's first write; undefined when it cannot be known. */
  first: Image | undefined;
  /** What the run may have left; undefined when that can be anything. */
  possible: Image[] | undefined;
  /** Somebody else wrote to the item between two of the run's writes. */
  interleaved: boolean;
  /** Writes of unknown fate that came before any image was known. */
  doubts: Change[];
}

/** Follows an item through the changes of a run, in the order of their numbers. */
export function leftByRun(changes: readonly Change[]): LeftByRun {
  const item: LeftByRun = { first: undefined, possible: undefined, interleaved: false, doubts: [] };
  let begun = false;
  for (const change of changes.toSorted((a, b) => a.seq - b.seq)) {
    if (!change.done) mayHaveBeen(change);
    else if (change.uncertain) wasPerhapsTwice(change);
    else was(change);
  }
  return item;

  function was(change: Change) {
    const before = change.before!;
    if (item.possible && !has(item.possible, before)) item.interleaved = true;
    if (!begun) item.first = appliedNone(item.doubts, before) ? before : undefined;
    leave(change, before);
  }

  /** An attempt whose answer was lost came before the one that answered. */
  function wasPerhapsTwice(change: Change) {
    const { write, before, believed } = change;
    const bases = item.possible ?? (believed === undefined ? undefined : [believed]);
    if (bases) {
      const reached = [...bases, ...effects(change, bases)];
      if (!has(reached, before!)) item.interleaved = true;
      if (!begun) item.first = bases[0];
    } else if (!begun && write.kind !== 'update') {
      item.first = appliedNone([change, ...item.doubts], before!) ? before : undefined;
    }
    leave(change, before!);
  }

  function mayHaveBeen(change: Change) {
    const bases = item.possible ?? (change.before === undefined || begun ? undefined : [change.before]);
    if (!bases) {
      item.doubts.push(change);
      return;
    }
    if (!begun) item.first = item.doubts.length === 0 ? bases[0] : undefined;
    begun = true;
    item.possible = [...bases, ...effects(change, bases)];
  }

  function leave(change: Change, before: Image) {
    begun = true;
    const effect = afterImage(change.write, before);
    // A told image that the write does not make of the image read before it: somebody wrote between the two.
    if (change.after !== undefined && effect && !sameImage(effect.after, change.after)) item.interleaved = true;
    const after = change.after ?? effect?.after;
    if (after === undefined) item.interleaved = true;
    item.possible = after === undefined ? [] : [after];
  }

  function effects({ write }: Change, bases: Image[]): Image[] {
    const made = bases.map((base) => afterImage(write, base));
    return made.flatMap((effect) => (effect ? [effect.after] : []));
  }
}

/** Whether an image shows that none of some writes was applied last. Of updates it shows only where there is no item. */
export function appliedNone(changes: readonly Change[], image: Image): boolean {
  return changes.every(({ write }) => {
    if (write.kind === 'update') return image === null;
    return !sameImage(image, write.kind === 'put' ? write.item : null);
  });
}

function has(images: readonly Image[], image: Image): boolean {
  return images.some((one) => sameImage(one, image));
}
