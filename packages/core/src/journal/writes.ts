import type { Item } from '../items/attribute-value';
import type { Wire } from '../send/send';

/** One item's part of a write operation. */
export type Write =
  | { kind: 'put'; table: string; item: Item }
  | { kind: 'delete'; table: string; key: Item }
  | { kind: 'update'; table: string; key: Item; update: Wire };

/** What an operation writes, item by item in the order of its input; empty when it is no write of items. */
export function writesOf(operation: string, input: Wire): Write[] {
  switch (operation) {
    case 'PutItem':
      return [{ kind: 'put', table: input.TableName, item: input.Item }];
    case 'DeleteItem':
      return [{ kind: 'delete', table: input.TableName, key: input.Key }];
    case 'UpdateItem':
      return [{ kind: 'update', table: input.TableName, key: input.Key, update: input }];
    case 'BatchWriteItem':
      return batchWrites(input.RequestItems ?? {});
    case 'TransactWriteItems':
      return (input.TransactItems ?? []).flatMap(({ Put, Delete, Update }: Wire) => {
        if (Put) return writesOf('PutItem', Put);
        if (Delete) return writesOf('DeleteItem', Delete);
        return Update ? writesOf('UpdateItem', Update) : [];
      });
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
