import type { Input } from '../input';
import { isSet, typeOf } from '../items/attribute-type';
import { invalidParameter } from '../refusal';
import { unknownWord } from '../validation/parameters';
import { acceptValue } from '../validation/value';
import type { Term } from './term';
import type { UpdateAction } from './update-action';

/** Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html */
export function legacyActions(updates: { [attribute: string]: Input }): UpdateAction[] {
  return Object.entries(updates).map(([name, update]) => legacyAction([name], update));
}

function legacyAction(path: string[], { Action = 'PUT', Value }: Input): UpdateAction {
  if (Value === undefined || Value === null) {
    if (Action === 'DELETE') return { kind: 'remove', path };
    throw invalidParameter('Only DELETE action is allowed when no attribute value is specified');
  }
  const accepted = acceptValue(Value);
  const value: Term = { kind: 'value', value: accepted };
  if (Action === 'PUT') return { kind: 'set', path, value };
  if (Action === 'DELETE') {
    if (isSet(accepted)) return { kind: 'delete', path, value };
    throw invalidParameter(`DELETE action with value is not supported for the type ${typeOf(accepted)}`);
  }
  if (Action !== 'ADD') throw unknownWord('action', Action, ['ADD', 'PUT', 'DELETE']);
  // A list is added behind the one that is there.
  if ('L' in accepted) {
    const there: Term = { kind: 'if_not_exists', path, otherwise: { kind: 'value', value: { L: [] } } };
    return { kind: 'set', path, value: { kind: 'list_append', lists: [there, value] } };
  }
  if (isSet(accepted) || 'N' in accepted) return { kind: 'add', path, value };
  throw invalidParameter(`ADD action is not supported for the type ${typeOf(accepted)}`);
}
