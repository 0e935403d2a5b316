import type { Input } from '../input';
import type { AttributeValue, Item } from '../items/attribute-value';
import type { DocumentPath } from '../items/document-path';
import { define, own } from '../items/own';
import { invalid, Refusal, unreadable } from '../refusal';
import { acceptValue } from '../validation/value';
import type { ExpressionKind } from './expression-kind';
import type { Parsed } from './parsed';
import type { SpelledPath } from './spelled-path';

/** What the placeholders of an input stand for. */
export interface Placeholders {
  names: { readonly [placeholder: string]: string };
  values: Readonly<Item>;
}

const none = {};

/**
 * Reads ExpressionAttributeNames and ExpressionAttributeValues. Throws a `Refusal`.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
 */
export function placeholdersOf(input: Input): Placeholders {
  return { names: namesOf(input.ExpressionAttributeNames), values: valuesOf(input.ExpressionAttributeValues) };
}

function namesOf(names: Input | undefined | null): Placeholders['names'] {
  if (names === undefined || names === null) return none;
  let count = 0;
  for (const placeholder in names) {
    count++;
    const name = names[placeholder];
    if (typeof name !== 'string') throw unreadable(`${typeof name} cannot be converted to String`);
    if (!/^#[A-Za-z0-9_]+$/.test(placeholder)) {
      throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${placeholder}"`);
    }
    if (name === '' || Buffer.byteLength(name) > 65535) {
      throw invalid(`ExpressionAttributeNames contains invalid value for key ${placeholder}`);
    }
  }
  if (count === 0) throw invalid('ExpressionAttributeNames must not be empty');
  return names;
}

function valuesOf(values: Input | undefined | null): Readonly<Item> {
  if (values === undefined || values === null) return none;
  let accepted: Item | undefined;
  let count = 0;
  for (const placeholder in values) {
    count++;
    if (!/^:[A-Za-z0-9_]+$/.test(placeholder)) {
      throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${placeholder}"`);
    }
    const value = acceptedAs(placeholder, values[placeholder]);
    if (value === values[placeholder]) continue;
    accepted ??= { ...values };
    define(accepted, placeholder, value);
  }
  if (count === 0) throw invalid('ExpressionAttributeValues must not be empty');
  return accepted ?? values;
}

function acceptedAs(placeholder: string, value: unknown): AttributeValue {
  try {
    return acceptValue(value);
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== 'ValidationException') throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${placeholder}`);
  }
}

/** A path with its names in it. */
export function resolvePath(kind: ExpressionKind, path: SpelledPath, names: Placeholders['names']): DocumentPath {
  let resolved: (string | number)[] | undefined;
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    if (typeof step !== 'string' || step[0] !== '#') continue;
    resolved ??= path.slice();
    resolved[i] = nameOf(kind, step, names);
  }
  return resolved ?? path;
}

/** A name, or what a placeholder of a name stands for. */
export function resolveName(spelled: string, names: Placeholders['names']): string {
  return spelled[0] === '#' ? (own(names, spelled) ?? spelled) : spelled;
}

function nameOf(kind: ExpressionKind, placeholder: string, names: Placeholders['names']): string {
  const name = own(names, placeholder);
  if (name !== undefined) return name;
  const what = 'An expression attribute name used in the document path is not defined';
  throw invalid(`Invalid ${kind}: ${what}; attribute name: ${placeholder}`);
}

/** The value that a placeholder stands for. */
export function resolveValue(kind: ExpressionKind, placeholder: string, values: Readonly<Item>): AttributeValue {
  const value = own(values, placeholder);
  if (value !== undefined) return value;
  const what = 'An expression attribute value used in expression is not defined';
  throw invalid(`Invalid ${kind}: ${what}; attribute value: ${placeholder}`);
}

/** Throws a `Refusal` where a placeholder is defined that no expression has. */
export function checkUnused({ names, values }: Placeholders, ...expressions: (Parsed<unknown> | undefined)[]): void {
  const nameless = unused(names, (name) => expressions.some((one) => one?.names.has(name)));
  if (nameless) throw invalid(unusedIn('ExpressionAttributeNames', nameless));
  const valueless = unused(values, (value) => expressions.some((one) => one?.values.has(value)));
  if (valueless) throw invalid(unusedIn('ExpressionAttributeValues', valueless));
}

function unused(placeholders: object, isUsed: (placeholder: string) => boolean): string[] | undefined {
  for (const placeholder in placeholders) {
    if (!isUsed(placeholder)) return Object.keys(placeholders).filter((one) => !isUsed(one));
  }
  return undefined;
}

function unusedIn(parameter: string, placeholders: string[]): string {
  return `Value provided in ${parameter} unused in expressions: keys: {${placeholders.join(', ')}}`;
}
