import { invalid, type Refusal } from '../refusal';
import type { ExpressionKind } from './expression-kind';
import type { SpelledPath } from './spelled-path';
import { type Token, tokensOf } from './tokens';

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (expression parameters)
const mostBytes = 4096;
const mostOperators = 300;

/** A place in an expression that is being read, and what has been met on the way to it. */
export interface Cursor {
  /** The text of the next token, or of the one that comes so many later; empty behind the end. */
  peek(later?: number): string;
  next(): string;
  /** Takes the next token if it is this sign. */
  skip(sign: string): boolean;
  /** Takes the next token if it is this word, in any case. */
  skipWord(word: string): boolean;
  expect(sign: string): void;
  /** Counts an operator or a function. */
  operator(): void;
  /** A complaint about the next token. */
  misplaced(): Refusal;
  /** A complaint about the expression. */
  wrong(message: string): Refusal;
  readonly paths: SpelledPath[];
  readonly names: Set<string>;
  readonly values: Set<string>;
}

export function cursorOf(kind: ExpressionKind, expression: string): Cursor {
  const wrong = (message: string) => invalid(`Invalid ${kind}: ${message}`);
  if (expression === '') throw wrong('The expression can not be empty;');
  const bytes = Buffer.byteLength(expression);
  if (bytes > mostBytes) {
    throw wrong(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
  }
  const tokens = tokensOf(expression);
  const names = new Set<string>();
  const values = new Set<string>();
  let at = 0;
  let operators = 0;

  function next(): string {
    const token = tokens[at];
    if (!token) throw misplaced();
    at++;
    if (token.text.startsWith('#')) names.add(token.text);
    if (token.text.startsWith(':')) values.add(token.text);
    return token.text;
  }

  function misplaced(): Refusal {
    const token = tokens[at]?.text ?? '<EOF>';
    return wrong(`Syntax error; token: "${token}", near: "${near(expression, tokens, at)}"`);
  }

  function skip(sign: string): boolean {
    if (tokens[at]?.text !== sign) return false;
    at++;
    return true;
  }

  return {
    peek: (later = 0) => tokens[at + later]?.text ?? '',
    next,
    skip,
    skipWord(word) {
      if (tokens[at]?.text.toUpperCase() !== word) return false;
      at++;
      return true;
    },
    expect(sign) {
      if (!skip(sign)) throw misplaced();
    },
    operator() {
      if (++operators > mostOperators) {
        throw wrong(`The expression contains too many operators; operator count: ${operators}`);
      }
    },
    misplaced,
    wrong,
    paths: [],
    names,
    values,
  };
}

/** The text from the token before one to the token after it. */
function near(expression: string, tokens: readonly Token[], at: number): string {
  const first = tokens[at - 1] ?? tokens[at];
  const last = tokens[at + 1] ?? tokens[at] ?? tokens[at - 1];
  return first && last ? expression.slice(first.at, last.at + last.text.length) : '';
}
