import type { Cursor } from './cursor';
import { remembering } from './parsed';
import { isPath, parsePath } from './path';
import type { SpelledPath } from './spelled-path';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type BooleanFunction =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains';

/** A condition over operands of one form or another. */
export type Tree<Operand> =
  | { kind: 'and' | 'or'; parts: readonly Tree<Operand>[] }
  | { kind: 'not'; part: Tree<Operand> }
  | { kind: 'comparison'; comparator: Comparator; operands: readonly Operand[] }
  | { kind: 'between' | 'in'; operands: readonly Operand[] }
  | { kind: 'function'; name: BooleanFunction; operands: readonly Operand[] };

export type SpelledOperand =
  | { kind: 'value'; placeholder: string }
  | { kind: 'path'; path: SpelledPath }
  | { kind: 'size'; of: SpelledOperand };

export type SpelledCondition = Tree<SpelledOperand>;

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html (IN)
const mostListed = 100;

/** What may turn out to be a part of a comparison or a condition. */
type Phrase =
  | { operand: SpelledOperand; parenthesised?: boolean }
  | { condition: SpelledCondition; parenthesised?: boolean };

/**
 * Reads a condition, filter or key condition expression. Throws a `Refusal` for what is none.
 * Grammar: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export const parseCondition = remembering((cursor): SpelledCondition => conditionOf(cursor, either(cursor)));

function either(cursor: Cursor): Phrase {
  return joined(cursor, 'OR', all);
}

function all(cursor: Cursor): Phrase {
  return joined(cursor, 'AND', negated);
}

function joined(cursor: Cursor, word: 'AND' | 'OR', part: (cursor: Cursor) => Phrase): Phrase {
  const first = part(cursor);
  if (cursor.peek().toUpperCase() !== word) return first;
  const parts = [conditionOf(cursor, first)];
  while (cursor.skipWord(word)) {
    cursor.operator();
    parts.push(conditionOf(cursor, part(cursor)));
  }
  return { condition: { kind: word === 'AND' ? 'and' : 'or', parts } };
}

function negated(cursor: Cursor): Phrase {
  if (!cursor.skipWord('NOT')) return comparison(cursor);
  cursor.operator();
  return { condition: { kind: 'not', part: conditionOf(cursor, negated(cursor)) } };
}

function comparison(cursor: Cursor): Phrase {
  const left = primary(cursor);
  if (!('operand' in left)) return left;
  const sign = cursor.peek();
  if (isComparator(sign)) {
    cursor.next();
    cursor.operator();
    const operands = [left.operand, operand(cursor)];
    return { condition: { kind: 'comparison', comparator: sign, operands } };
  }
  if (cursor.skipWord('BETWEEN')) {
    cursor.operator();
    const low = operand(cursor);
    if (!cursor.skipWord('AND')) throw cursor.misplaced();
    return { condition: { kind: 'between', operands: [left.operand, low, operand(cursor)] } };
  }
  if (!cursor.skipWord('IN')) return left;
  cursor.operator();
  cursor.expect('(');
  const operands = [left.operand, ...list(cursor)];
  if (operands.length > 1 + mostListed) {
    throw cursor.wrong(`The IN operator is provided with too many operands; number of operands: ${operands.length}`);
  }
  return { condition: { kind: 'in', operands } };
}

function primary(cursor: Cursor): Phrase {
  if (cursor.skip('(')) {
    const inner = either(cursor);
    cursor.expect(')');
    if (inner.parenthesised) throw cursor.wrong('The expression has redundant parentheses;');
    return { ...inner, parenthesised: true };
  }
  if (/^:./.test(cursor.peek())) return { operand: { kind: 'value', placeholder: cursor.next() } };
  return isPath(cursor.peek()) && cursor.peek(1) === '('
    ? call(cursor)
    : { operand: { kind: 'path', path: parsePath(cursor) } };
}

function operand(cursor: Cursor): SpelledOperand {
  const phrase = primary(cursor);
  if ('operand' in phrase) return phrase.operand;
  throw phrase.condition.kind === 'function' ? misused(cursor, phrase.condition.name) : cursor.misplaced();
}

function list(cursor: Cursor): SpelledOperand[] {
  const operands = [operand(cursor)];
  while (cursor.skip(',')) operands.push(operand(cursor));
  cursor.expect(')');
  return operands;
}

function call(cursor: Cursor): Phrase {
  const name = cursor.next();
  cursor.operator();
  cursor.expect('(');
  const operands = list(cursor);
  const wanted = operandsOf[name];
  if (wanted === undefined) throw cursor.wrong(unknown(name));
  if (operands.length !== wanted) {
    const count = `operator or function: ${name}, number of operands: ${operands.length}`;
    throw cursor.wrong(`Incorrect number of operands for operator or function; ${count}`);
  }
  if (name === 'size') return { operand: { kind: 'size', of: operands[0]! } };
  const isAboutPath = name === 'attribute_exists' || name === 'attribute_not_exists';
  if (isAboutPath && operands[0]!.kind !== 'path') {
    throw cursor.wrong(`Operator or function requires a document path; operator or function: ${name}`);
  }
  return { condition: { kind: 'function', name: name as BooleanFunction, operands } };
}

const operandsOf: { [name: string]: number } = Object.assign(Object.create(null), {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
});

function conditionOf(cursor: Cursor, phrase: Phrase): SpelledCondition {
  if ('condition' in phrase) return phrase.condition;
  throw phrase.operand.kind === 'size' ? misused(cursor, 'size') : cursor.misplaced();
}

function misused(cursor: Cursor, name: string) {
  return cursor.wrong(`The function is not allowed to be used this way in an expression; function: ${name}`);
}

function unknown(name: string): string {
  return name === 'if_not_exists' || name === 'list_append'
    ? `The function is not allowed in a condition expression; function: ${name}`
    : `Invalid function name; function: ${name}`;
}

function isComparator(sign: string): sign is Comparator {
  return sign === '=' || sign === '<>' || sign === '<' || sign === '<=' || sign === '>' || sign === '>=';
}
