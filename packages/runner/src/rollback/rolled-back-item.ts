import type { ConflictReason, Image, Item, Mask, RollbackDetail } from '@dynamodb-migrate/core';
import { maskThreeWay, type ThreeWay, threeWay, type Versions } from './three-way';

/** What became, or would become, of one item, as it is shown and kept: its values masked. */
export interface RolledBackItem {
  result: RollbackDetail['result'];
  table: string;
  region: string;
  endpoint?: string;
  key: Item;
  reason?: ConflictReason;
  error?: string;
  /** Whether there was an item before the run, after it (ours), and is one now. */
  images: Versions<'item' | 'none' | 'unknown'>;
  /** Whether values may stand masked below. */
  masked?: true;
  /** Where the images differ. */
  differences: ThreeWay[];
}

export function rolledBackItem(detail: RollbackDetail, mask?: Mask): RolledBackItem {
  const { result, table, region, endpoint, key, reason, error, before, ours, now } = detail;
  const known = { before: before ?? undefined, ours: ours ?? undefined, now: now ?? undefined };
  const differences = threeWay(known);
  return {
    result,
    table,
    region,
    ...(endpoint !== undefined && { endpoint }),
    key: mask ? mask.item(key) : key,
    ...(reason && { reason }),
    ...(error && { error: `${error.name}: ${error.message}` }),
    images: { before: kind(before), ours: kind(ours), now: kind(now) },
    ...(mask && { masked: true }),
    differences: mask ? differences.map((change) => maskThreeWay(change, mask)) : differences,
  };
}

/** Whether an item is left as it is although the run has changed it. */
export function isLeft({ result }: Pick<RolledBackItem, 'result'>): boolean {
  return result === 'conflict' || result === 'failed';
}

function kind(image: Image | undefined): 'item' | 'none' | 'unknown' {
  return image === undefined ? 'unknown' : image === null ? 'none' : 'item';
}
