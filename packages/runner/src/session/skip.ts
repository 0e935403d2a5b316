import { type Skip, scannedImage, skipUnchanged } from '@dynamodb-migrate/core';
import { counted } from '../format';
import type { Ended, SessionOptions } from './session';
import { wholeItems } from './whole-items';

/** Leaves out puts that change nothing, where that was asked for and can be told. */
export function skipOf({ options, command, asked, database, info, log }: SessionOptions): Skip | undefined {
  if (!options.skipUnchanged || command !== 'scan') return undefined;
  if (!info || !wholeItems(asked)) {
    log.warn(
      `puts that change nothing are made as well: ${info ? 'the scan reads parts of items' : 'the key is not known'}`,
    );
    return undefined;
  }
  const { target, table } = database;
  const scanned = { ...target, table };
  return skipUnchanged({ scanned, keyNames: info.keys, known: scannedImage(scanned) });
}

/** Counts what was left out, and gives a sentence about it; undefined where that is nothing. */
export function tellSkipped(skip: Skip | undefined, counts: Ended['counts'], live: boolean): string | undefined {
  if (!skip?.count) return undefined;
  counts.skipped = skip.count;
  const puts = counted(skip.count, 'put');
  return live ? `${puts} left out that would have changed nothing` : `${puts} that would change nothing are left out`;
}
