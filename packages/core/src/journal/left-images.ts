import { currentRecord, type RecordScope } from '../engine/record-scope';
import type { Image } from './entry';

/** What the run's own writes made of items. */
export interface LeftImages {
  /** What the last write to an item on behalf of the current record left; gives undefined where that is not known. */
  get(id: string): (() => Image | undefined) | undefined;
  /** Whether the run has written to an item since it was read with a page. */
  wrote(page: object, id: string): boolean;
  set(id: string, image: () => Image | undefined, page: object | undefined): void;
}

/** Remembers the images that the writes of each record left behind, until the record is done. */
export function createLeftImages(): LeftImages {
  const scopes = new WeakMap<RecordScope, Map<string, () => Image | undefined>>();
  const written = new WeakMap<object, Set<string>>();
  return {
    get(id) {
      const scope = currentRecord();
      return scope && scopes.get(scope)?.get(id);
    },
    wrote: (page, id) => written.get(page)?.has(id) ?? false,
    set(id, image, page) {
      if (page) written.set(page, (written.get(page) ?? new Set()).add(id));
      const scope = currentRecord();
      if (!scope) return;
      const images = scopes.get(scope) ?? new Map<string, () => Image | undefined>();
      scopes.set(scope, images.set(id, image));
    },
  };
}
