import type { Input } from '../input';
import { type Placeholders, placeholdersOf, resolvePath, resolveValue } from '../syntax/placeholders';
import { type Action, type Operand, parseUpdate } from '../syntax/update';
import { checkActions } from './check-actions';
import { legacyActions } from './legacy';
import type { Term } from './term';
import type { UpdateAction } from './update-action';

/** What an UpdateItem does, by its UpdateExpression or its AttributeUpdates. Throws a `Refusal` for what neither can say. */
export function updateActions(input: Input): UpdateAction[] {
  if (typeof input.UpdateExpression !== 'string') return legacyActions(input.AttributeUpdates ?? {});
  return resolveActions(parseUpdate('UpdateExpression', input.UpdateExpression).tree, placeholdersOf(input));
}

/** Actions with their names and values in them. */
export function resolveActions(actions: readonly Action[], placeholders: Placeholders): UpdateAction[] {
  const resolved = actions.map((action): UpdateAction => {
    const path = resolvePath(kind, action.path, placeholders.names);
    if (action.kind === 'remove') return { kind: action.kind, path };
    return { kind: action.kind, path, value: termOf(action.value, placeholders) };
  });
  checkActions(resolved);
  return resolved;
}

const kind = 'UpdateExpression';

function termOf(operand: Operand, placeholders: Placeholders): Term {
  const { names, values } = placeholders;
  switch (operand.kind) {
    case 'value':
      return { kind: 'value', value: resolveValue(kind, operand.placeholder, values) };
    case 'path':
      return { kind: 'path', path: resolvePath(kind, operand.path, names) };
    case 'if_not_exists': {
      const path = resolvePath(kind, operand.path, names);
      return { kind: 'if_not_exists', path, otherwise: termOf(operand.otherwise, placeholders) };
    }
    case 'list_append':
      return { kind: 'list_append', lists: both(operand.lists, placeholders) };
    case 'sum':
      return { kind: 'sum', terms: both(operand.terms, placeholders), sign: operand.sign };
  }
}

function both([first, second]: readonly [Operand, Operand], placeholders: Placeholders): [Term, Term] {
  return [termOf(first, placeholders), termOf(second, placeholders)];
}
