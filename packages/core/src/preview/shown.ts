import { filterOf, type Item, projectionOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { Image, OverlayTable } from './overlay-table';
import { indexEntry } from './projection';
import { asRefused } from './refused';

/** What a query or scan shows of images: undefined of one that is not in the index, or filtered out. */
export interface Shown {
  /** What the index, or the table, holds of an image. */
  entry(image: Image): Image;
  /** What is shown of an image of which there is such an entry. */
  show(entry: Item, image: Item): Image;
}

export function shownBy({ info }: OverlayTable, input: Wire): Shown {
  const index = info.indexes.find(({ name }) => name === input.IndexName);
  const filter = asRefused(() => filterOf(input));
  const project = asRefused(() => projectionOf(input));
  return {
    entry: (image) => (image && index ? indexEntry(index, info.keys, image) : image),
    show(entry, image) {
      if (filter && !filter(entry)) return undefined;
      if (project) return project(image);
      return input.Select === 'ALL_ATTRIBUTES' ? image : entry;
    },
  };
}

/** Whether a query or scan shows an image. */
export function isShown({ entry, show }: Shown, image: Image): boolean {
  const held = entry(image);
  return held !== undefined && show(held, image!) !== undefined;
}
