import { type AttributeValue, type Item, keyId, keyOf } from '@dynamodb-migrate/expressions';

/** The entries of an overlay by the partitions of a table or of an index. */
export interface Partitions {
  /** Takes note of the image that an entry has now. */
  tell(entry: number, image: Item | undefined): void;
  entries(partition: string): Iterable<number>;
}

/** For the key of a table or of an index, which holds an item only if that has all of its attributes. */
export function partitionsOf(keys: readonly string[]): Partitions {
  const entries = new Map<string, Set<number>>();
  const places = new Map<number, string>();
  return {
    tell(entry, image) {
      const place = image && keyOf(image, keys) && partitionId(image[keys[0]!]!);
      const old = places.get(entry);
      if (place === old) return;
      if (old !== undefined) entries.get(old)!.delete(entry);
      if (place === undefined) {
        places.delete(entry);
        return;
      }
      places.set(entry, place);
      const there = entries.get(place);
      if (there) there.add(entry);
      else entries.set(place, new Set([entry]));
    },
    entries: (partition) => entries.get(partition) ?? [],
  };
}

/** One text for each value of a partition key. */
export function partitionId(value: AttributeValue): string {
  return keyId({ partition: value });
}
