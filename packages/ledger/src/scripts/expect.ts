import { MigrateError, nearMiss } from '@dynamodb-migrate/core';

/** What a script says of the counts of its run: `{ changed: '<= 5000', failed: 0, added: '10..20', removed: '< 5%' }`. */
export type Expectations = { [count: string]: string | number };

/** Counts that can be expected; percentages are of `records`. */
export const expectable = ['records', 'added', 'changed', 'removed', 'unchanged', 'failed', 'writes'] as const;

type Counts = { readonly [count: string]: number };

interface Bound {
  count: string;
  text: string;
  holds(value: number, records: number): boolean;
}

const operators: { [operator: string]: (a: number, b: number) => boolean } = {
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
};

/** Reads what a script expects. Throws `BAD_EXPECT`. */
export function parseExpectations(expected: unknown): readonly Bound[] {
  if (expected === undefined) return [];
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) {
    throw bad(`expect must be an object, not ${JSON.stringify(expected)}`);
  }
  return Object.entries(expected).map(([count, bound]) => parseBound(count, bound));
}

/** Sentences that say which expectations the counts do not meet; counts that are absent are 0. Throws `BAD_EXPECT`. */
export function unmetExpectations(expected: unknown, counts: Counts): string[] {
  return parseExpectations(expected)
    .filter(({ count, holds }) => !holds(counts[count] ?? 0, counts.records ?? 0))
    .map(({ count, text }) => `${count} is ${counts[count] ?? 0}, expected ${text}`);
}

function parseBound(count: string, bound: unknown): Bound {
  if (!(expectable as readonly string[]).includes(count)) {
    const meant = nearMiss(count, expectable);
    throw bad(`expect knows no count ${count}${meant ? `: did you mean ${meant}?` : ''}`);
  }
  const text = String(bound).trim();
  const range = /^(\d+)\s*\.\.\s*(\d+)$/.exec(text);
  if (range) {
    const [least, most] = [Number(range[1]), Number(range[2])];
    return { count, text, holds: (value) => value >= least && value <= most };
  }
  const [, operator = '=', number, percent] = /^(<=|>=|<|>|==?)?\s*(\d+(?:\.\d+)?)\s*(%?)$/.exec(text) ?? [];
  const compare = operators[operator];
  if (number === undefined || !compare) throw bad(`expect.${count} cannot be ${JSON.stringify(bound)}`);
  const limit = Number(number);
  return { count, text, holds: (value, records) => compare(value, percent ? (limit / 100) * records : limit) };
}

function bad(message: string): MigrateError {
  return new MigrateError('BAD_EXPECT', message, {
    hint: `Write for example { changed: '<= 5000' }, '10..20', '< 5%' or 0; counts are ${expectable.join(', ')}.`,
  });
}
