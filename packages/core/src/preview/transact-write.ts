import { MigrateError } from '../error';
import { transactParts } from '../send/operations';
import { ServiceError } from '../send/service-error';
import type { Operation } from './door';
import { writeMany } from './write-many';

/** TransactWriteItems, for which the scratch engine must have transactions. */
export const transactWrite: Operation = (door, input, options) => {
  return writeMany(door, {
    operation: 'TransactWriteItems',
    input,
    options,
    factor: 2,
    async execute(scratchTables) {
      const TransactItems = transactParts(input.TransactItems).map(([kind, request]) => ({
        [kind]: { ...request, TableName: scratchTables.get(request.TableName)! },
      }));
      try {
        return await door.overlay.scratch('TransactWriteItems', { TransactItems }, options);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.name !== 'UnknownOperationException') throw error;
        throw new MigrateError('NOT_IN_PREVIEW', 'The scratch engine of this preview has no transactions', {
          cause: error,
        });
      }
    },
  });
};
