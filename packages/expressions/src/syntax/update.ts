import type { Cursor } from './cursor';
import { remembering } from './parsed';
import { isPath, parsePath } from './path';
import type { SpelledPath } from './spelled-path';

export type Operand =
  | { kind: 'value'; placeholder: string }
  | { kind: 'path'; path: SpelledPath }
  | { kind: 'if_not_exists'; path: SpelledPath; otherwise: Operand }
  | { kind: 'list_append'; lists: readonly [Operand, Operand] }
  | { kind: 'sum'; terms: readonly [Operand, Operand]; sign: '+' | '-' };

/** One action of an update: what is done at a path. */
export type Action =
  | { kind: 'set'; path: SpelledPath; value: Operand }
  | { kind: 'remove'; path: SpelledPath }
  | { kind: 'add' | 'delete'; path: SpelledPath; value: Operand };

type Clause = Action['kind'];

/**
 * Reads an UpdateExpression. Throws a `Refusal` for what is none.
 * Grammar: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export const parseUpdate = remembering((cursor): readonly Action[] => {
  const actions: Action[] = [];
  const met = new Set<Clause>();
  do {
    const clause = clauseOf(cursor.peek());
    if (!clause) throw cursor.misplaced();
    cursor.next();
    if (met.has(clause)) {
      throw cursor.wrong(`The "${clause.toUpperCase()}" section can only be used once in an update expression;`);
    }
    met.add(clause);
    do actions.push(action(cursor, clause));
    while (cursor.skip(','));
  } while (cursor.peek() !== '');
  return actions;
});

function clauseOf(word: string): Clause | undefined {
  const clause = word.toLowerCase();
  return clause === 'set' || clause === 'remove' || clause === 'add' || clause === 'delete' ? clause : undefined;
}

function action(cursor: Cursor, kind: Clause): Action {
  const path = parsePath(cursor);
  if (kind === 'remove') return { kind, path };
  if (kind !== 'set') return { kind, path, value: value(cursor) };
  cursor.expect('=');
  return { kind, path, value: phrase(cursor).operand };
}

interface Phrase {
  operand: Operand;
  isParenthesised: boolean;
}

/** An operand, or the sum of two. */
function phrase(cursor: Cursor): Phrase {
  const left = cursor.peek() === '(' ? inParentheses(cursor) : { operand: operand(cursor), isParenthesised: false };
  const sign = cursor.peek();
  if ((sign !== '+' && sign !== '-') || left.operand.kind === 'sum') return left;
  cursor.next();
  cursor.operator();
  const terms = [left.operand, operand(cursor)] as const;
  for (const term of terms) if (term.kind === 'list_append') throw misused(cursor, term.kind);
  return { operand: { kind: 'sum', terms, sign }, isParenthesised: false };
}

function inParentheses(cursor: Cursor): Phrase {
  cursor.expect('(');
  const inner = phrase(cursor);
  cursor.expect(')');
  if (inner.isParenthesised) throw redundant(cursor);
  return { operand: inner.operand, isParenthesised: true };
}

function operand(cursor: Cursor): Operand {
  if (cursor.skip('(')) {
    if (cursor.peek() === '(') throw redundant(cursor);
    const inner = operand(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.peek().startsWith(':')) return value(cursor);
  return isPath(cursor.peek()) && cursor.peek(1) === '(' ? call(cursor) : { kind: 'path', path: parsePath(cursor) };
}

function value(cursor: Cursor): Operand {
  if (!/^:./.test(cursor.peek())) throw cursor.misplaced();
  return { kind: 'value', placeholder: cursor.next() };
}

function call(cursor: Cursor): Operand {
  const name = cursor.next();
  cursor.operator();
  cursor.expect('(');
  const operands = [operand(cursor)];
  while (cursor.skip(',')) operands.push(operand(cursor));
  cursor.expect(')');
  if (name !== 'if_not_exists' && name !== 'list_append') throw cursor.wrong(unknown(name));
  const [first, second] = operands;
  if (operands.length !== 2 || !first || !second) {
    const count = `operator or function: ${name}, number of operands: ${operands.length}`;
    throw cursor.wrong(`Incorrect number of operands for operator or function; ${count}`);
  }
  for (const one of operands) if (one.kind === 'list_append') throw misused(cursor, one.kind);
  if (name === 'list_append') return { kind: name, lists: [first, second] };
  if (first.kind !== 'path') {
    throw cursor.wrong(`Operator or function requires a document path; operator or function: ${name}`);
  }
  return { kind: name, path: first.path, otherwise: second };
}

function misused(cursor: Cursor, name: string) {
  return cursor.wrong(`The function is not allowed to be used this way in an expression; function: ${name}`);
}

function redundant(cursor: Cursor) {
  return cursor.wrong('The expression has redundant parentheses;');
}

const elsewhere = /^(?:attribute_(?:not_)?exists|attribute_type|begins_with|contains|size)$/;

function unknown(name: string): string {
  return elsewhere.test(name)
    ? `The function is not allowed in an update expression; function: ${name}`
    : `Invalid function name; function: ${name}`;
}
