import { type Item, keyId } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';

/** Remembers which of the `LastEvaluatedKey`s given out lie in the overlay: the entries at which those scans go on. */
export interface ScanCursors {
  of(scan: Wire): number | undefined;
  remember(scan: Wire, lastEvaluatedKey: Item, entry: number): void;
  /** A page of the real table ended at this key. */
  forget(scan: Wire, lastEvaluatedKey: Item): void;
}

const kept = 10_000;

export function scanCursors(): ScanCursors {
  const cursors = new Map<string, number>();
  const id = ({ TableName, IndexName, Segment, TotalSegments }: Wire, key: Item) =>
    JSON.stringify([TableName, IndexName, Segment, TotalSegments, keyId(key)]);
  return {
    of: (scan) => scan.ExclusiveStartKey && cursors.get(id(scan, scan.ExclusiveStartKey)),
    remember(scan, key, entry) {
      cursors.set(id(scan, key), entry);
      if (cursors.size > kept) cursors.delete(cursors.keys().next().value!);
    },
    forget: (scan, key) => void cursors.delete(id(scan, key)),
  };
}
