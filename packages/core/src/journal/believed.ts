import type { JournalledDoor, PlannedWrite } from './door';
import type { Image } from './entry';
import { overwritten } from './overwritten';

/** What the run believes an item to be when it is about to write to it. */
export interface Believed {
  /** As it was read, when the run has not written to it since. */
  known?: Image;
  /** What the record's own write before left; undefined where that is not known. */
  earlier?: () => Image | undefined;
  /** Remembers what the write leaves. */
  leaves(image: () => Image | undefined): void;
  /** What the write undid of what others wrote in the meantime, given the image that it met; see `overwritten`. */
  overwrote(found: Image): string[] | undefined;
}

export function believed({ target, known, left }: JournalledDoor, { id, item, write }: PlannedWrite): Believed {
  const earlier = left.get(id);
  const scanned = known(target, item.table, item.key);
  const isOwn = scanned !== undefined && left.wrote(scanned.of, id);
  const image = earlier || isOwn ? undefined : scanned?.image;
  return {
    ...(image !== undefined && { known: image }),
    ...(earlier && { earlier }),
    leaves: (after) => left.set(id, after, scanned?.of),
    overwrote(found) {
      const shown = earlier ? earlier() : image;
      return shown === undefined || shown === found ? undefined : overwritten(write, shown, found);
    },
  };
}
