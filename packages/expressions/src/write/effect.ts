import type { Item } from '../items/attribute-value';
import type { Output } from '../update/returned';

/** What a write makes of an item. */
export interface Effect {
  /** The item as it is then; undefined for none. */
  after: Item | undefined;
  output: Output;
}

/** What ReturnValues can be. */
export const returnable = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];
