import type { AttributeValue, Item } from '../items/attribute-value';
import type { Wire } from '../send/send';
import type { DocumentPath } from './document-path';
import { type Operand, parseUpdate, type SpelledPath } from './parse-update';

/** An action of an UpdateItem, with its names resolved. */
export interface UpdateAction {
  kind: 'set' | 'remove' | 'add' | 'delete';
  path: DocumentPath;
  /** What it works with; of a removal nothing. */
  value?: Term;
}

/** An operand with names and values resolved. */
export type Term =
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'path'; path: DocumentPath }
  | { kind: 'if_not_exists'; path: DocumentPath; otherwise: Term }
  | { kind: 'list_append'; lists: readonly [Term, Term] }
  | { kind: 'sum'; terms: readonly [Term, Term]; sign: '+' | '-' };

/** What an UpdateItem does, by its UpdateExpression or its AttributeUpdates. Throws a `SyntaxError` for what neither can say. */
export function updateActions(input: Wire): UpdateAction[] {
  const { UpdateExpression, AttributeUpdates, ExpressionAttributeNames } = input;
  if (UpdateExpression === undefined) return legacyActions(AttributeUpdates ?? {});
  const names: { [placeholder: string]: string } = ExpressionAttributeNames ?? {};
  const values: Item = input.ExpressionAttributeValues ?? {};
  const resolve = (path: SpelledPath): DocumentPath =>
    path.map((step) => (typeof step === 'string' && step.startsWith('#') ? defined(names, step) : step));
  const term = (operand: Operand): Term => {
    switch (operand.kind) {
      case 'value':
        return { kind: 'value', value: defined(values, operand.placeholder) };
      case 'path':
        return { kind: 'path', path: resolve(operand.path) };
      case 'if_not_exists':
        return { kind: 'if_not_exists', path: resolve(operand.path), otherwise: term(operand.otherwise) };
      case 'list_append':
        return { kind: 'list_append', lists: [term(operand.lists[0]), term(operand.lists[1])] };
      case 'sum':
        return { kind: 'sum', terms: [term(operand.terms[0]), term(operand.terms[1])], sign: operand.sign };
    }
  };
  return parseUpdate(UpdateExpression).map((action) => ({
    kind: action.kind,
    path: resolve(action.path),
    ...(action.kind !== 'remove' && { value: term(action.value) }),
  }));
}

/** Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html */
function legacyActions(updates: { [attribute: string]: Wire }): UpdateAction[] {
  return Object.entries(updates).map(([name, { Action = 'PUT', Value }]) => {
    const path = [name];
    if (Value === undefined) return { kind: 'remove', path };
    const value: Term = { kind: 'value', value: Value };
    if (Action === 'PUT') return { kind: 'set', path, value };
    // A list is added behind the one that is there.
    if (Action === 'ADD' && 'L' in Value) {
      const there: Term = { kind: 'if_not_exists', path, otherwise: { kind: 'value', value: { L: [] } } };
      return { kind: 'set', path, value: { kind: 'list_append', lists: [there, value] } };
    }
    return { kind: Action === 'ADD' ? 'add' : 'delete', path, value };
  });
}

function defined<T>(placeholders: { [name: string]: T }, name: string): T {
  const value = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  if (value === undefined) throw new SyntaxError(`an update expression uses ${name}, which is not defined`);
  return value;
}
