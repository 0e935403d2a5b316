import { MigrateError, type Wire } from '@dynamodb-migrate/core';

/**
 * The one attribute name that dynalite loses, as it assigns to plain objects, goes by another one of the same length there,
 * and that by a longer one: on the way in and out, wherever a name stands, never in a value.
 */
const name = '__proto__';
const standIn = /^__prot\0+__$/;

const key = /"__prot(o|(?:\\u0000)+)__":/g;

/** The input that a JSON text stands for, in dynalite's names. Throws `ENGINE_LIMIT` for a table with that name. */
export function inEngineNames(text: string): Wire {
  if (!isNamed(text)) return JSON.parse(text);
  const input = renamed(text, ([, found]) => (found === 'o' ? '\\u0000' : `${found}\\u0000`), hidden);
  const isTable = input.TableName === name || Object.hasOwn(input.RequestItems ?? {}, hidden(name));
  if (isTable) throw new MigrateError('ENGINE_LIMIT', `The embedded DynamoDB cannot hold a table named ${name}`);
  for (const request of [input, ...Object.values<Wire>(input.RequestItems ?? {})]) {
    const names = Object.entries<string>(request.ExpressionAttributeNames ?? {});
    if (names.length > 0)
      request.ExpressionAttributeNames = Object.fromEntries(names.map(([id, one]) => [id, hidden(one)]));
  }
  return input;
}

/** The output that a JSON text stands for, in the names of the caller. */
export function inCallersNames(text: string): Wire {
  if (!isNamed(text)) return JSON.parse(text);
  return renamed(text, ([, found]) => found!.slice('\\u0000'.length) || 'o', shown);
}

/** A message in the names of the caller. */
export function inCallersWords(message: string): string {
  return message.replace(/__prot\0+__/g, shown);
}

function isNamed(text: string): boolean {
  return text.includes('__proto__"') || text.includes('\\u0000__"');
}

function renamed(text: string, middle: (found: string[]) => string, rename: (name: string) => string): Wire {
  return JSON.parse(
    text.replace(key, (...found) => `"__prot${middle(found)}__":`),
    // An attribute with one of these names holds no text and no list by itself.
    (member, value) => {
      if (member === 'AttributeName') return typeof value === 'string' ? rename(value) : value;
      const isList = member === 'AttributesToGet' || member === 'NonKeyAttributes';
      return isList && Array.isArray(value) ? value.map(rename) : value;
    },
  );
}

function hidden(one: string): string {
  if (one === name) return '__prot\0__';
  return standIn.test(one) ? one.replace('\0', '\0\0') : one;
}

function shown(one: string): string {
  if (one === '__prot\0__') return name;
  return standIn.test(one) ? one.replace('\0', '') : one;
}
