import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import { projector } from '../projection/projector';
import { updateActions } from './actions';
import type { UpdateAction } from './update-action';

/** What a write answers. */
export interface Output {
  Attributes?: Item;
}

/** What an UpdateItem answers by its ReturnValues. */
export function returnedBy(input: Input, before: Item | null | undefined, after: Item): Output {
  const isPartial = input.ReturnValues === 'UPDATED_OLD' || input.ReturnValues === 'UPDATED_NEW';
  return returned(input.ReturnValues, isPartial ? updateActions(input) : [], before ?? undefined, after);
}

/**
 * What actions on an item answer.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html (ReturnValues)
 */
export function returned(
  returnValues: string | undefined,
  actions: readonly UpdateAction[],
  before: Item | undefined,
  after: Item,
): Output {
  switch (returnValues) {
    case 'ALL_OLD':
      return before ? { Attributes: before } : {};
    case 'ALL_NEW':
      return { Attributes: after };
    case 'UPDATED_OLD':
      return updatedOf(actions, before);
    case 'UPDATED_NEW':
      return updatedOf(actions, after);
    default:
      return {};
  }
}

/** Of an item only what lies where an update works, in the maps and lists that hold it. */
function updatedOf(actions: readonly UpdateAction[], item: Item | undefined): Output {
  const attributes = item ? projector(actions.map(({ path }) => path))(item) : {};
  for (const _ in attributes) return { Attributes: attributes };
  return {};
}
