import { type KnownImage, scannedImage } from '@dynamodb-migrate/core';
import type { SessionOptions } from './session';
import { wholeItems } from './whole-items';

/** What the records of a scan tell of the items that its script writes; undefined where they are not whole items. */
export function knownToScan({ command, asked, database }: SessionOptions): KnownImage | undefined {
  if (command !== 'scan' || !wholeItems(asked)) return undefined;
  return scannedImage({ ...database.target, table: database.table });
}
