import { MigrateError } from '../error';
import type { Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { Operation } from './door';
import type { Targets } from './take-turn';
import { writeMany } from './write-many';

/** TransactWriteItems, for which the scratch engine must have transactions. */
export const transactWrite: Operation = (door, input, options) => {
  const actions: [string, Wire][] = (input.TransactItems ?? []).map(
    (item: Wire) => Object.entries(item)[0] ?? ['', {}],
  );
  const targets = new Map<string, Targets>();
  for (const [, { TableName: name, Item, Key }] of actions) {
    const { items } = targets.get(name) ?? { items: [] };
    targets.set(name, { name, items: [...items, Item ?? Key] });
  }
  return writeMany(door, {
    operation: 'TransactWriteItems',
    input,
    options,
    factor: 2,
    targets: [...targets.values()],
    async execute(scratchTables) {
      const TransactItems = actions.map(([kind, action]) => ({
        [kind]: { ...action, TableName: scratchTables.get(action.TableName)! },
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
