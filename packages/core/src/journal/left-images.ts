import { currentRecord, keptOf } from '../engine/record-scope';
import type { Image } from './entry';
import type { Known } from './known-images';

/** What the run's own writes made of items. */
export interface LeftImages {
  /** What the last write to an item on behalf of the current record left; gives undefined where that is not known. */
  get(id: string): (() => Image | undefined) | undefined;
  /** Whether the run has written to an item since it was read. */
  wrote(known: Known, id: string): boolean;
  set(id: string, image: () => Image | undefined, known: Known | undefined): void;
}

/** Remembers the images that the writes of each record left behind, for as long as `journal` keeps anything of it. */
export function createLeftImages(journal: object): LeftImages {
  const written = new WeakMap<object, Set<number | string>>();
  return {
    get(id) {
      const scope = currentRecord();
      return scope && (keptOf(scope, journal).left.get(id) as (() => Image | undefined) | undefined);
    },
    wrote: ({ of, at }, id) => written.get(of)?.has(at ?? id) ?? false,
    set(id, image, known) {
      if (known) {
        const { of, at = id } = known;
        const items = written.get(of);
        if (items) items.add(at);
        else written.set(of, new Set([at]));
      }
      const scope = currentRecord();
      if (scope) keptOf(scope, journal).left.set(id, image);
    },
  };
}
