import type { Input } from '../input';
import type { AttributeValue, Item } from '../items/attribute-value';
import { type DocumentPath, hasHolder, valueAt } from '../items/document-path';
import { Refusal, unfit } from '../refusal';
import { updateActions } from './actions';
import { addedTo, takenFrom } from './add';
import { noWay, place, remove } from './place';
import { evaluate, whyNot } from './term';
import type { UpdateAction } from './update-action';

/**
 * What an UpdateItem makes of an item, or of none; undefined where DynamoDB would refuse it. Its condition is taken to hold,
 * and of the table nothing is known.
 */
export function applyUpdate(input: Input, before: Item | null | undefined): Item | undefined {
  try {
    return applyActions(updateActions(input), before ?? undefined, input.Key);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

interface Change {
  action: UpdateAction;
  value: AttributeValue | undefined;
}

/** What actions make of an item, or of none by its key. Throws a `Refusal` where they cannot be done on it. */
export function applyActions(actions: readonly UpdateAction[], before: Item | undefined, key: Item): Item {
  // All actions see the item as it was, and one that is new with its key, as Amazon's own engine shows it.
  const there = before ?? key;
  const changes: Change[] = [];
  let isOrdered = true;
  for (const action of actions) {
    const outcome = outcomeOf(action, there);
    if (outcome === 'as it was') continue;
    changes.push({ action, value: outcome });
    if (action.path.length > 1) isOrdered = false;
  }
  const after: Item = { ...there };
  // What lies behind the end of a list is appended in the order of the indexes.
  if (!isOrdered) changes.sort(byLastStep);
  for (const { action, value } of changes) if (value) place(after, action.path, value);
  // From behind, so that indexes stay what they were.
  for (let i = changes.length - 1; i >= 0; i--) {
    const { action, value } = changes[i]!;
    if (!value && !isBehindEnd(there, action.path)) remove(after, action.path);
  }
  return after;
}

/** Whether a path leads behind the end of a list, where there may be something only once other actions are done. */
function isBehindEnd(item: Item, path: DocumentPath): boolean {
  return typeof path.at(-1) === 'number' && hasHolder(item, path) && valueAt(item, path) === undefined;
}

/** What an action leaves at its path: undefined for nothing. */
function outcomeOf(
  { kind, path, value: term }: UpdateAction,
  before: Item | undefined,
): AttributeValue | undefined | 'as it was' {
  if (kind === 'remove') return undefined;
  const value = evaluate(term!, before);
  if (!value) throw whyNot(term!, before);
  if (kind === 'set') return value;
  const there = valueAt(before, path);
  if (!there) {
    if (kind === 'add') return value;
    if (hasHolder(before, path)) return 'as it was';
    throw noWay();
  }
  const left = kind === 'add' ? (addedTo(there, value) ?? 'misfit') : takenFrom(there, value);
  if (left === 'misfit') throw unfit('An operand in the update expression has an incorrect data type');
  return left;
}

function byLastStep(a: Change, b: Change): number {
  const x = a.action.path.at(-1);
  const y = b.action.path.at(-1);
  return typeof x === 'number' && typeof y === 'number' ? x - y : 0;
}
