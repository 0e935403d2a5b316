import type { Layer, Wire } from '@dynamodb-migrate/core';

/** Takes the values of a request out of the message that refuses it: DynamoDB quotes some. */
export function scrub(): Layer {
  return (next) => async (operation, input, options) => {
    try {
      return await next(operation, input, options);
    } catch (error) {
      if (error instanceof Error) clean(error, [...new Set(leaves(input))]);
      throw error;
    }
  };
}

const scalars = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS']);

function* leaves(value: unknown, name?: string): Generator<string> {
  if (typeof value === 'string') {
    if (name !== undefined && scalars.has(name)) yield value;
  } else if (Array.isArray(value)) {
    for (const element of value) yield* leaves(element, name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [inner, content] of Object.entries(value)) yield* leaves(content, inner);
  }
}

function clean(error: Error & { body?: Wire }, values: string[]): void {
  const quoted = values.filter((value) => value !== '' && error.message.includes(value));
  let pieces = [error.message];
  for (const value of quoted.sort((a, b) => b.length - a.length)) {
    pieces = pieces.flatMap((piece) => around(piece, value));
  }
  if (pieces.length === 1) return;
  const message = pieces.join('(hidden)');
  error.stack = error.stack?.replace(error.message, () => message);
  error.message = message;
  if (error.body?.message) error.body.message = message;
}

/** What stands around the places of a text where a value stands as a whole. */
function around(text: string, value: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (at < from || isOfWord(text[at - 1]) || isOfWord(text[at + value.length])) continue;
    pieces.push(text.slice(from, at));
    from = at + value.length;
  }
  return [...pieces, text.slice(from)];
}

function isOfWord(character = ''): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
