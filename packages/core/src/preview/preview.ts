import { MigrateError } from '../error';
import type { KnownImage } from '../journal/known-images';
import { isRead, tablesOf } from '../send/operations';
import type { Layer } from '../send/send';
import { batchWrite } from './batch-write';
import type { Operation } from './door';
import { batchGetItem, getItem, transactGetItems } from './get-item';
import type { Overlay } from './overlay';
import { query } from './query';
import { readTogether } from './read-together';
import { scan } from './scan';
import { transactWrite } from './transact-write';
import { writeItem } from './write-item';

export interface PreviewOptions {
  /**
   * Whether scans leave out items that were added since the overlay's last `advance()`: for the scan that feeds a
   * script, which must not be handed what the script itself adds. @default false
   */
  addedEarlier?: boolean;
  /** What the caller knows of items that are written for the first time. @default nothing: they are read */
  known?: KnownImage;
}

const operations: { [operation: string]: Operation } = {
  PutItem: writeItem('PutItem'),
  UpdateItem: writeItem('UpdateItem'),
  DeleteItem: writeItem('DeleteItem'),
  BatchWriteItem: batchWrite,
  TransactWriteItems: transactWrite,
  GetItem: getItem,
  BatchGetItem: batchGetItem,
  TransactGetItems: transactGetItems,
  Query: query,
  Scan: scan,
};

/**
 * Lets reads through, patched with what was written before, and holds writes back in the overlay. Every other operation
 * that is not a plain read is refused with `NOT_IN_PREVIEW`.
 */
export function preview(overlay: Overlay, { addedEarlier = false, known }: PreviewOptions = {}): Layer {
  return (next, target) => {
    const door = { overlay, next, target, addedEarlier, known, read: readTogether(next) };
    return async (operation, input, options) => {
      if (Object.hasOwn(operations, operation)) return operations[operation]!(door, input, options);
      if (isRead(operation)) return next(operation, input, options);
      const tables = tablesOf(input).join(', ');
      throw new MigrateError(
        'NOT_IN_PREVIEW',
        `A preview cannot show what ${operation}${tables && ` on ${tables}`} would do, so it is refused`,
        {
          hint: 'Make the call by hand before the migration, or leave it out when the script is previewed.',
        },
      );
    };
  };
}
