import type { Wire } from '../send/send';
import type { Operation } from './door';
import { writeMany } from './write-many';

/** BatchWriteItem, carried out by the scratch engine. */
export const batchWrite: Operation = (door, input, options) => {
  const tables: [string, Wire[]][] = Object.entries(input.RequestItems ?? {});
  return writeMany(door, {
    operation: 'BatchWriteItem',
    input,
    options,
    factor: 1,
    async execute(scratchTables) {
      const RequestItems: Wire = {};
      for (const [name, requests] of tables) {
        const scratch = scratchTables.get(name)!;
        RequestItems[scratch] = [...(RequestItems[scratch] ?? []), ...requests];
      }
      const output = await door.overlay.scratch('BatchWriteItem', { RequestItems }, options);
      const left = tables.flatMap(([name]) => {
        const requests = output.UnprocessedItems?.[scratchTables.get(name)!];
        return requests ? [[name, requests]] : [];
      });
      return { ...output, UnprocessedItems: Object.fromEntries(left) };
    },
  });
};
