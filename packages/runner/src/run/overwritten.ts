import type { Mask, OverwrittenItem, Touched } from '@dynamodb-migrate/core';

/** What a run undid of what others had written since the records were read. */
export interface Overwritten {
  /** Writes that did. */
  count: number;
  /** The items of the first ten. */
  items: OverwrittenItem[];
}

const named = 10;

export function collectOverwritten(mask?: Mask): Overwritten & { add(item: Touched, attributes: string[]): void } {
  const items: OverwrittenItem[] = [];
  return {
    count: 0,
    items,
    add({ table, key }, attributes) {
      this.count++;
      if (items.length < named) items.push({ table, key: mask?.item(key) ?? key, attributes });
    },
  };
}
