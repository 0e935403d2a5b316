import { type Token, tokensOf } from './tokens';

/** A document path as it is spelled: names, placeholders of names, list indexes. */
export type SpelledPath = readonly (string | number)[];

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

const kept = 500;
const parsed = new Map<string, readonly Action[]>();

/**
 * Reads an UpdateExpression; placeholders stay as they are. Throws a `SyntaxError` for what is none.
 * Grammar: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function parseUpdate(expression: string): readonly Action[] {
  const known = parsed.get(expression);
  if (known) return known;
  const actions = parse(tokensOf(expression));
  if (parsed.size >= kept) parsed.clear();
  parsed.set(expression, actions);
  return actions;
}

function parse(tokens: readonly Token[]): Action[] {
  const actions: Action[] = [];
  let at = 0;
  const peek = () => tokens[at];
  const next = () => tokens[at++];
  const fail = (): never => {
    throw new SyntaxError(`an update expression cannot go on with ${JSON.stringify(peek() ?? 'its end')}`);
  };
  const expect = (sign: string) => (peek() === sign ? next()! : fail());

  const path = (): SpelledPath => {
    const steps: (string | number)[] = [name()];
    for (;;) {
      if (peek() === '.') {
        next();
        steps.push(name());
      } else if (peek() === '[') {
        next();
        const index = next() ?? fail();
        if (!/^\d+$/.test(index)) fail();
        steps.push(Number(index));
        expect(']');
      } else return steps;
    }
  };
  const name = (): string => (/^[#\p{L}\p{N}_]/u.test(peek() ?? '') ? next()! : fail());
  const placeholder = (): Operand =>
    peek()?.startsWith(':') ? { kind: 'value', placeholder: next()! } : (fail() as never);

  const operand = (): Operand => {
    if (peek() === '(') {
      next();
      const inner = value();
      expect(')');
      return inner;
    }
    if (peek()?.startsWith(':')) return placeholder();
    if (tokens[at + 1] !== '(') return { kind: 'path', path: path() };
    const called = next();
    next();
    if (called === 'if_not_exists') {
      const asked = path();
      expect(',');
      const otherwise = value();
      expect(')');
      return { kind: 'if_not_exists', path: asked, otherwise };
    }
    if (called !== 'list_append') return fail();
    const first = value();
    expect(',');
    const second = value();
    expect(')');
    return { kind: 'list_append', lists: [first, second] };
  };
  const value = (): Operand => {
    let left = operand();
    while (peek() === '+' || peek() === '-') {
      const sign = next() as '+' | '-';
      left = { kind: 'sum', terms: [left, operand()], sign };
    }
    return left;
  };

  const action = (clause: Action['kind']): Action => {
    const at = path();
    if (clause === 'remove') return { kind: clause, path: at };
    if (clause !== 'set') return { kind: clause, path: at, value: placeholder() };
    expect('=');
    return { kind: clause, path: at, value: value() };
  };

  while (at < tokens.length) {
    const clause = next()!.toLowerCase();
    if (!isClause(clause)) {
      at--;
      fail();
    }
    actions.push(action(clause as Action['kind']));
    while (peek() === ',') {
      next();
      actions.push(action(clause as Action['kind']));
    }
  }
  return actions;
}

function isClause(word: string): boolean {
  return word === 'set' || word === 'remove' || word === 'add' || word === 'delete';
}
