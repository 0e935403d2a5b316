/** A word, a placeholder such as `#name` or `:value`, a number or a sign. */
export type Token = string;

const token = /\s*(?:([#:]?[\p{L}\p{N}_]+)|(<>|<=|>=|[-+=<>(),.[\]]))/uy;

/** Splits an expression; a character that no expression has is a token by itself. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    token.lastIndex = at;
    const match = token.exec(expression);
    if (match) {
      tokens.push(match[1] ?? match[2]!);
      at = token.lastIndex;
      continue;
    }
    const rest = expression.slice(at).trimStart();
    if (rest === '') break;
    tokens.push(rest[0]!);
    at = expression.length - rest.length + 1;
  }
  return tokens;
}
