import type { AttributeValue, Item } from '../items/attribute-value';
import { type DocumentPath, overlap, valueAt } from '../items/document-path';
import { unfit } from '../refusal';
import { added } from './add';

/** An operand of an update with names and values resolved. */
export type Term =
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'path'; path: DocumentPath }
  | { kind: 'if_not_exists'; path: DocumentPath; otherwise: Term }
  | { kind: 'list_append'; lists: readonly [Term, Term] }
  | { kind: 'sum'; terms: readonly [Term, Term]; sign: '+' | '-' };

/** What a term is on an item; undefined where DynamoDB refuses it. */
export function evaluate(term: Term, item: Item | null | undefined): AttributeValue | undefined {
  switch (term.kind) {
    case 'value':
      return term.value;
    case 'path':
      return valueAt(item, term.path);
    case 'if_not_exists':
      return valueAt(item, term.path) ?? evaluate(term.otherwise, item);
    case 'list_append': {
      const first = evaluate(term.lists[0], item);
      const second = evaluate(term.lists[1], item);
      return first && second && 'L' in first && 'L' in second ? { L: [...first.L, ...second.L] } : undefined;
    }
    case 'sum': {
      const first = evaluate(term.terms[0], item);
      const second = evaluate(term.terms[1], item);
      if (!first || !second || !('N' in first) || !('N' in second)) return undefined;
      return added(first.N, second.N, term.sign);
    }
  }
}

/** Why a term has no value on an item. */
export function whyNot(term: Term, item: Item | null | undefined) {
  return isMissing(term, item)
    ? unfit('The provided expression refers to an attribute that does not exist in the item')
    : unfit('An operand in the update expression has an incorrect data type');
}

function isMissing(term: Term, item: Item | null | undefined): boolean {
  switch (term.kind) {
    case 'value':
      return false;
    case 'path':
      return valueAt(item, term.path) === undefined;
    case 'if_not_exists':
      return evaluate(term, item) === undefined && isMissing(term.otherwise, item);
    case 'list_append':
      return term.lists.some((list) => isMissing(list, item));
    case 'sum':
      return term.terms.some((one) => isMissing(one, item));
  }
}

/** Whether a term depends on what is at a path. */
export function refersTo(term: Term, path: DocumentPath): boolean {
  switch (term.kind) {
    case 'value':
      return false;
    case 'path':
      return overlap(term.path, path);
    case 'if_not_exists':
      return overlap(term.path, path) || refersTo(term.otherwise, path);
    case 'list_append':
      return term.lists.some((list) => refersTo(list, path));
    case 'sum':
      return term.terms.some((one) => refersTo(one, path));
  }
}
