import type { Input } from '../input';
import type { AttributeValue, Item } from '../items/attribute-value';
import { type DocumentPath, valueAt } from '../items/document-path';
import { define, own } from '../items/own';
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
      return some(updatedOf(actions, before));
    case 'UPDATED_NEW':
      return some(updatedOf(actions, after));
    default:
      return {};
  }
}

function some(attributes: Item): Output {
  for (const _ in attributes) return { Attributes: attributes };
  return {};
}

/** Of an item only what lies where an update works, in the maps and lists that hold it. */
function updatedOf(actions: readonly UpdateAction[], item: Item | undefined): Item {
  const root = { M: {} as Item };
  for (const { path } of actions) {
    const value = valueAt(item, path);
    if (value && path.length === 1) define(root.M, path[0] as string, value);
    else if (value) graft(root, path, value);
  }
  return root.M;
}

function graft(root: { M: Item }, path: DocumentPath, value: AttributeValue): void {
  let holder: AttributeValue = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    const isLast = i === path.length - 1;
    const child: AttributeValue = isLast ? value : typeof path[i + 1] === 'number' ? { L: [] } : { M: {} };
    if ('L' in holder) {
      holder.L.push(child);
      holder = child;
      continue;
    }
    const { M: map } = holder as { M: Item };
    const there = own(map, step as string);
    if (!there || isLast) define(map, step as string, child);
    holder = isLast ? child : (there ?? child);
  }
}
