import { MigrateError } from '@dynamodb-migrate/core';
import { type Expectations, parseExpectations } from './expect';

/** What a script says of itself, beside its function. */
export interface Metadata {
  description?: string;
  /** Names or templates of the tables that it runs over. */
  tables: string[];
  /** Records in flight at a time. */
  concurrency?: number;
  /** Segments of a parallel scan. */
  segments?: number | 'auto';
  /** Whether puts that change nothing are left out. */
  skipUnchanged?: boolean;
  expect?: Expectations;
  /** Assertions with a read-only client, before and after a run. */
  before?: Hook;
  after?: Hook;
  /** Rolls one record back. */
  down?: (record: any, dyno: any, callback: (error?: unknown) => void) => unknown;
}

/** `(dyno, callback)`, or a function that gives a promise. */
export type Hook = (dyno: any, callback: (error?: unknown) => void) => unknown;

/** What a script may say, and what each must be. */
export const kinds = {
  description: 'a string',
  table: 'a string or an array of strings',
  concurrency: 'a whole number of at least 1',
  segments: 'a whole number of at least 1, or "auto"',
  skipUnchanged: 'true or false',
  expect: 'an object',
  before: 'a function',
  after: 'a function',
  down: 'a function',
} as const;

type Key = keyof typeof kinds;

const checks: { [key in Key]: (value: any) => boolean } = {
  description: (value) => typeof value === 'string',
  table: (value) =>
    [value].flat().length > 0 && [value].flat().every((name) => typeof name === 'string' && name !== ''),
  concurrency: isCount,
  segments: (value) => value === 'auto' || isCount(value),
  skipUnchanged: (value) => typeof value === 'boolean',
  expect: (value) => typeof value === 'object' && value !== null,
  before: (value) => typeof value === 'function',
  after: (value) => typeof value === 'function',
  down: (value) => typeof value === 'function',
};

/**
 * Reads what a loaded script says of itself: from what it exports, be that a function with properties, an ES module's
 * namespace, or its default export. Throws `BAD_METADATA` or `BAD_EXPECT`.
 */
export function readMetadata(module: unknown): Metadata {
  const holders = holdersOf(module);
  const given = (key: Key) => holders.map((holder) => (Object.hasOwn(holder, key) ? holder[key] : undefined));
  const values: { [key in Key]?: any } = {};
  for (const key of Object.keys(kinds) as Key[]) {
    const value = given(key).find((one) => one !== undefined);
    if (value === undefined) continue;
    if (!checks[key](value)) {
      throw new MigrateError(
        'BAD_METADATA',
        `${key} must be ${kinds[key]}, not ${JSON.stringify(value) ?? typeof value}`,
      );
    }
    values[key] = value;
  }
  parseExpectations(values.expect);
  const { table, ...rest } = values;
  return { ...rest, tables: table === undefined ? [] : [table].flat() };
}

type Holder = { [key: string]: any };

function holdersOf(module: any): Holder[] {
  return [module, module?.default, module?.default?.default].filter(
    (value) => (typeof value === 'object' && value !== null) || typeof value === 'function',
  );
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}
