import type { AttributeValue } from '@dynamodb-migrate/core';
import type { Path } from './condition';
import { copy } from './copy';

/** One action of an update expression as dynalite's parser gives it. */
export interface Action {
  type: 'set' | 'add' | 'remove' | 'delete';
  path: Path;
  val?: AttributeValue | object | string;
}

/**
 * The same actions such that dynalite, which carries them out one after the other in place, comes to what DynamoDB
 * does: every path and operand means the item as it was.
 */
export function atOnce(actions: Action[]): Action[] {
  for (const action of actions) if (action.type === 'set') keepApart(action);
  const shifting = actions.filter(shifts).sort((a, b) => b.path.length - a.path.length || at(b) - at(a));
  return [...actions.filter((action) => !shifts(action)), ...shifting];
}

/** Has the value that dynalite resolves from a path copied, so that a later action on that path leaves it alone. */
function keepApart(action: Action): void {
  let value = action.val;
  Object.defineProperty(action, 'val', {
    get: () => value,
    set(resolved) {
      value = copy(resolved);
    },
  });
}

/** Whether an action moves the elements of a list. */
function shifts({ type, path }: Action): boolean {
  return type === 'remove' && typeof path.at(-1) === 'number';
}

function at({ path }: Action): number {
  return path.at(-1) as number;
}
