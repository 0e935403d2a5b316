import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import type { Wire } from './send';

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

export function isItemOperation(operation: string): boolean {
  return itemWrites.has(operation) || itemReads.has(operation);
}

/** Whether an operation changes one item, and answers with what that was if it is asked to. */
export function isSingleWrite(operation: string): boolean {
  return operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem';
}

/** Whether an operation can change nothing: reads of items, and what describes or lists. */
export function isRead(operation: string): boolean {
  return itemReads.has(operation) || operation.startsWith('Describe') || operation.startsWith('List');
}

/** Whether items were written, as counts by operation tell. */
export function hasWritten(counts: { readonly [name: string]: number }): boolean {
  return Object.entries(counts).some(([name, count]) => count > 0 && itemWrites.has(name));
}

/** The tables that an input names, each once and as it spells them. */
export function tablesOf({ TableName, RequestItems, TransactItems }: Wire): string[] {
  if (TableName !== undefined) return [TableName];
  if (!TransactItems) return Object.keys(RequestItems ?? {});
  const names = transactParts(TransactItems).map(([, request]) => request.TableName);
  return [...new Set<string>(names)].filter((name) => name !== undefined);
}

/** One item's part of a write operation. */
export type Write =
  | { kind: 'put'; table: string; item: Item }
  | { kind: 'delete'; table: string; key: Item }
  | { kind: 'update'; table: string; key: Item; update: Wire };

/** A condition that a transaction puts on an item which it does not write. */
export interface Check {
  kind: 'check';
  table: string;
  key: Item;
}

/** What an operation writes, item by item in the order of its input; empty when it is no write of items. */
export function writesOf(operation: string, input: Wire): Write[] {
  return partsOf(operation, input).filter((part) => part.kind !== 'check');
}

/** As `writesOf`, with the items that a transaction only puts conditions on. */
export function partsOf(operation: string, input: Wire): (Write | Check)[] {
  switch (operation) {
    case 'PutItem':
      return [{ kind: 'put', table: input.TableName, item: input.Item }];
    case 'DeleteItem':
      return [{ kind: 'delete', table: input.TableName, key: input.Key }];
    case 'UpdateItem':
      return [{ kind: 'update', table: input.TableName, key: input.Key, update: input }];
    case 'ConditionCheckItem':
      return [{ kind: 'check', table: input.TableName, key: input.Key }];
    case 'BatchWriteItem':
      return batchWrites(input.RequestItems ?? {});
    case 'TransactWriteItems':
      return transactParts(input.TransactItems).flatMap(([kind, request]) => partsOf(`${kind}Item`, request));
    default:
      return [];
  }
}

/** The writes of a `RequestItems` or `UnprocessedItems`. */
export function batchWrites(tables: { [table: string]: Wire[] }): Write[] {
  return Object.entries(tables).flatMap(([table, requests]) =>
    (Array.isArray(requests) ? requests : []).map(
      ({ PutRequest, DeleteRequest }): Write =>
        PutRequest ? { kind: 'put', table, item: PutRequest.Item } : { kind: 'delete', table, key: DeleteRequest?.Key },
    ),
  );
}

/** The requests of a `TransactItems`, each with its kind: `Put`, `ConditionCheck`, `Get` … */
export function transactParts(items: unknown): [kind: string, request: Wire][] {
  if (!Array.isArray(items)) return [];
  return items.map((item) => Object.entries<Wire>(item ?? {}).find(([, request]) => request) ?? ['', {}]);
}

/** The key of the item that a part is on, undefined where its input lacks one; of a put with the names of its table's key. */
export function keyOfPart(part: Write | Check, keyNames: readonly string[] | undefined): Item | undefined {
  if (part.kind !== 'put') return part.key;
  return part.item && keyNames && keyOf(part.item, keyNames);
}
