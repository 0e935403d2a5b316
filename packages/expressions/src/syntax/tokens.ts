/** A word, a placeholder such as `#name` or `:value`, a number or a sign, and where its text begins. */
export interface Token {
  text: string;
  at: number;
}

const token = /\s*([#:][A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*|0|[1-9]\d*|<>|<=|>=|[-+=<>(),.[\]])/y;

/** Splits an expression; a character that no expression has is a token by itself. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    token.lastIndex = at;
    const match = token.exec(expression);
    if (match) {
      const text = match[1]!;
      at = token.lastIndex;
      tokens.push({ text, at: at - text.length });
      continue;
    }
    const rest = expression.slice(at).trimStart();
    if (rest === '') break;
    at = expression.length - rest.length + 1;
    tokens.push({ text: rest[0]!, at: at - 1 });
  }
  return tokens;
}
