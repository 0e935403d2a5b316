import type { AttributeValue, Item, Wire } from '@dynamodb-migrate/core';

const scalars = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS']);

/** The texts of all values of a request, or of an item. */
export function* valuesIn(value: unknown, name?: string): Generator<string> {
  if (typeof value === 'string') {
    if (name !== undefined && scalars.has(name)) yield value;
  } else if (Array.isArray(value)) {
    for (const element of value) yield* valuesIn(element, name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [inner, content] of Object.entries(value)) yield* valuesIn(content, inner);
  }
}

/** The texts of those values of an item that are others in its masked form. */
export function* maskedValues(item: Item, masked: Item): Generator<string> {
  for (const [name, value] of Object.entries(item)) yield* maskedIn(value, masked[name]!);
}

function* maskedIn(value: AttributeValue, masked: AttributeValue): Generator<string> {
  if ('M' in value && 'M' in masked) yield* maskedValues(value.M, masked.M);
  else if ('L' in value && 'L' in masked)
    for (const [at, one] of value.L.entries()) yield* maskedIn(one, masked.L[at]!);
  else if (JSON.stringify(value) !== JSON.stringify(masked)) yield* valuesIn(value as Wire);
}

/** A text with `(hidden)` in place of values, where they stand as a whole, as they are or as JSON spells them. */
export function withoutValues(text: string, values: Iterable<string>): string {
  const spelled = [...new Set(values)].flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  const quoted = [...new Set(spelled)].filter((value) => value !== '' && text.includes(value));
  let pieces = [text];
  for (const value of quoted.sort((a, b) => b.length - a.length)) {
    pieces = pieces.flatMap((piece) => around(piece, value));
  }
  return pieces.join('(hidden)');
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
  return /[\p{L}\p{N}_]/u.test(character);
}
