import type { JournalledDoor, PlannedWrite } from './door';
import type { Image } from './entry';
import type { Known } from './known-images';
import { overwritten } from './overwritten';

/** What the run believes an item to be when it is about to write to it. */
export interface Believed {
  /** As it was read, when the run has not written to it since. */
  known?: { text: string; image(): Image };
  /** What the record's own write before left; undefined where that is not known. */
  earlier?: () => Image | undefined;
  /** Remembers what the write leaves. */
  leaves(image: () => Image | undefined): void;
  /** What the write undid of what others wrote in the meantime, given the image that it met; see `overwritten`. */
  overwrote(found: Image): string[] | undefined;
}

export function believed(
  { target, known: knownTo, left }: JournalledDoor,
  { id, item, write }: PlannedWrite,
): Believed {
  const earlier = left.get(id);
  const scanned = knownTo(target, item.table, item.key);
  const isOwn = scanned !== undefined && left.wrote(scanned, id);
  const known = earlier || isOwn || !scanned ? undefined : asRead(scanned);
  return {
    ...(known && { known }),
    ...(earlier && { earlier }),
    leaves: (after) => left.set(id, after, scanned),
    overwrote(found) {
      const shown = earlier ? earlier() : known?.image();
      return shown === undefined ? undefined : overwritten(write, shown, found);
    },
  };
}

// Read from its text, for the script may have changed the record since.
function asRead({ image, text = JSON.stringify(image) }: Known) {
  let read: Image | undefined;
  return {
    text,
    image() {
      read ??= JSON.parse(text) as Image;
      return read;
    },
  };
}
