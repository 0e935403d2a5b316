import type { AttributeValue, Item } from '../items/attribute-value';
import { addNumbers, negated } from '../items/decimal';
import { type DocumentPath, overlap, valueAt } from './document-path';
import type { Term, UpdateAction } from './update-actions';

/** What a term is on an item; undefined where DynamoDB refuses it. */
export function evaluate(term: Term, item: Item | null): AttributeValue | undefined {
  switch (term.kind) {
    case 'value':
      return term.value;
    case 'path':
      return valueAt(item, term.path);
    case 'if_not_exists':
      return valueAt(item, term.path) ?? evaluate(term.otherwise, item);
    case 'list_append': {
      const [first, second] = term.lists.map((list) => evaluate(list, item));
      return first && second && 'L' in first && 'L' in second ? { L: [...first.L, ...second.L] } : undefined;
    }
    case 'sum': {
      const [first, second] = term.terms.map((one) => evaluate(one, item));
      if (!first || !second || !('N' in first) || !('N' in second)) return undefined;
      const sum = addNumbers(first.N, term.sign === '-' ? negated(second.N) : second.N);
      return sum === undefined ? undefined : { N: sum };
    }
  }
}

/** Whether an action puts something in the place of what is there, rather than compute it from that. */
export function isOverwriting({ kind, path, value }: UpdateAction): boolean {
  if (kind === 'set') return !refersTo(value!, path);
  return kind !== 'add' || value?.kind !== 'value' || !('N' in value.value);
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
