import type { Item } from '@dynamodb-migrate/expressions';
import { transactParts } from '../send/operations';
import type { Wire } from '../send/send';
import type { OverlayTable } from './overlay-table';

/** What a write operation does to one item: a write of its own, or a condition of a transaction. */
export interface Step {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
  request: Wire;
}

/** A step in its table's overlay. */
export interface PlacedStep extends Step {
  table: OverlayTable;
  /** Undefined where key attributes are missing. */
  id: string | undefined;
}

export function batchSteps(input: Wire): Step[] {
  return Object.entries<Wire[]>(input.RequestItems ?? {}).flatMap(([TableName, requests]) =>
    (Array.isArray(requests) ? requests : []).map(({ PutRequest, DeleteRequest }): Step => {
      if (PutRequest) return { operation: 'PutItem', request: { TableName, Item: PutRequest.Item } };
      return { operation: 'DeleteItem', request: { TableName, Key: DeleteRequest?.Key } };
    }),
  );
}

export function transactSteps(input: Wire): Step[] {
  return transactParts(input.TransactItems).map(([kind, request]) => ({
    operation: (kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`) as Step['operation'],
    request,
  }));
}

/** What is put, or the key. */
export function itemOf({ operation, request }: Step): Item | undefined {
  return operation === 'PutItem' ? request.Item : request.Key;
}
