import {
  checkRead,
  deleteItem,
  filterOf,
  type Input,
  type Item,
  keyConditionOf,
  projectionOf,
  putItem,
  Refusal,
  updateItem,
} from '../../src';
import type { Case, Verdict } from './cases/case';
import { itemBefore, requestOf, shape } from './request';

const writes = { PutItem: putItem, UpdateItem: updateItem, DeleteItem: deleteItem };

/** What this package makes of a case. */
export function ourVerdict(one: Case, slot: number): Verdict {
  const before = itemBefore(one, slot);
  const input = requestOf(one, slot);
  try {
    if (one.operation === 'GetItem') {
      checkRead(input, shape);
      return { after: before, output: before && (projectionOf(input) ?? ((item) => item))(before) };
    }
    if (one.operation === 'Query') {
      checkRead(input, shape);
      const { matches } = keyConditionOf(input, shape.keys, shape.keyTypes);
      const isShown = filterOf(input) ?? (() => true);
      return { after: before, output: before && matches(before) && isShown(before) ? before : undefined };
    }
    const { after, output } = writes[one.operation](input, before, shape);
    return { after, output: output.Attributes };
  } catch (error) {
    return refused(error);
  }
}

/** What this package makes of a Query, for each item of a partition. */
export function partitionVerdicts(input: Input, items: readonly Item[]): Verdict[] {
  try {
    checkRead(input, shape);
    const { matches } = keyConditionOf(input, shape.keys, shape.keyTypes);
    const isShown = filterOf(input) ?? (() => true);
    const shown = projectionOf(input) ?? ((item: Item) => item);
    return items.map((item) => ({ after: item, output: matches(item) && isShown(item) ? shown(item) : undefined }));
  } catch (error) {
    const verdict = refused(error);
    return items.map(() => verdict);
  }
}

function refused(error: unknown): Verdict {
  if (!(error instanceof Refusal)) throw error;
  return { error: error.name, message: error.message };
}
