import { type Item, keyId } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';

/** Where a scan goes on once it has left the real table: behind this key of the overlay, or at its start. */
export interface OverlayCursor {
  after?: Item;
}

/** Remembers which of the `LastEvaluatedKey`s given out lie in the overlay. */
export interface ScanCursors {
  of(scan: Wire): OverlayCursor | undefined;
  remember(scan: Wire, lastEvaluatedKey: Item, cursor: OverlayCursor): void;
  /** A page of the real table ended at this key. */
  forget(scan: Wire, lastEvaluatedKey: Item): void;
}

const kept = 10_000;

export function scanCursors(): ScanCursors {
  const cursors = new Map<string, OverlayCursor>();
  const id = ({ TableName, IndexName, Segment, TotalSegments }: Wire, key: Item) =>
    JSON.stringify([TableName, IndexName, Segment, TotalSegments, keyId(key)]);
  return {
    of: (scan) => scan.ExclusiveStartKey && cursors.get(id(scan, scan.ExclusiveStartKey)),
    remember(scan, key, cursor) {
      cursors.set(id(scan, key), cursor);
      if (cursors.size > kept) cursors.delete(cursors.keys().next().value!);
    },
    forget: (scan, key) => void cursors.delete(id(scan, key)),
  };
}
