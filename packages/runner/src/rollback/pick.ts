import { type AttributeValue, canonicalNumber, type Item, isItem, keyId } from '@dynamodb-migrate/core';

export interface Picked {
  /** Whether a key was asked for. */
  fits: (key: Item) => boolean;
  /** What was asked for and has fitted nothing so far. */
  missed: () => string[];
}

/** Picks items by keys as people write them: JSON of the key, plain or in wire form, or the text of a single key. */
export function pick(texts: readonly string[]): Picked {
  const wanted = texts.map((text) => ({ text, matches: matcher(text), found: false }));
  return {
    fits(key) {
      const fitting = wanted.filter(({ matches }) => matches(key));
      for (const one of fitting) one.found = true;
      return fitting.length > 0;
    },
    missed: () => wanted.filter(({ found }) => !found).map(({ text }) => text),
  };
}

function matcher(text: string): (key: Item) => boolean {
  const bare = (key: Item) => {
    const values = Object.values(key);
    return values.length === 1 && isPlain(values[0]!, text);
  };
  const document = parse(text);
  if (typeof document !== 'object' || document === null) return bare;
  if (isItem(document)) return (key) => keyId(key) === keyId(document);
  const wanted = document as { [name: string]: unknown };
  return (key) => {
    const names = Object.keys(key);
    if (names.length !== Object.keys(wanted).length) return bare(key);
    return names.every((name) => Object.hasOwn(wanted, name) && isPlain(key[name]!, wanted[name])) || bare(key);
  };
}

/** Whether a value of a key is what somebody wrote as plain JSON, or as text. */
function isPlain(value: AttributeValue, plain: unknown): boolean {
  if (typeof plain !== 'string' && typeof plain !== 'number') return false;
  if ('S' in value) return value.S === plain;
  if ('N' in value) return canonicalNumber(value.N) === canonicalNumber(String(plain));
  return 'B' in value && value.B === plain;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
