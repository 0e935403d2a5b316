/** Operations that change items. */
export const itemWrites: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);

/** Operations that only read items. */
export const itemReads: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

/** Whether an operation can change nothing: reads of items, and what describes or lists. */
export function isRead(operation: string): boolean {
  return itemReads.has(operation) || operation.startsWith('Describe') || operation.startsWith('List');
}
