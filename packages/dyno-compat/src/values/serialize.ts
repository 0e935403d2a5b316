import { type AttributeValue, type Item, MigrateError } from '@dynamodb-migrate/core';
import { clientError } from '../request/errors';
import { toNative } from './to-native';
import { writeItem } from './to-wire';
import { Writer } from './writer';

/** A record as one line of wire JSON, binaries in base64. Throws `InvalidParameterType` for values without a wire form. */
export function serialize(item: object): string {
  const writer = new Writer('item');
  const wire = writeItem(item, writer);
  writer.check();
  return JSON.stringify(wire);
}

/** The record that a line of wire JSON stands for. Throws `NOT_WIRE_FORM` when an attribute is not in wire form. */
export function deserialize(text: string | Buffer): { [attribute: string]: any } {
  const item: unknown = JSON.parse(String(text).replace(/^\uFEFF/, ''));
  if (!isMap(item)) throw notWire('The record', item);
  for (const name of Object.keys(item)) check(item[name], name);
  return toNative(item as Item);
}

const types: { [type: string]: (value: unknown) => boolean } = {
  S: (value) => typeof value === 'string',
  N: isNumeric,
  B: (value) => typeof value === 'string',
  BOOL: (value) => typeof value === 'boolean',
  NULL: () => true,
  M: isMap,
  L: Array.isArray,
  SS: isListOf((value) => typeof value === 'string'),
  NS: isListOf(isNumeric),
  BS: isListOf((value) => typeof value === 'string'),
};

function check(value: unknown, path: string): void {
  const [type, ...more] = isMap(value) ? Object.keys(value) : [];
  if (type === undefined || more.length > 0 || !Object.hasOwn(types, type)) throw notWire(`Attribute ${path}`, value);
  const content = (value as { [type: string]: unknown })[type];
  if (!types[type]!(content)) throw notWire(`Attribute ${path}`, value);
  if (type.length === 2 && (content as unknown[]).length === 0) {
    throw clientError('InvalidSetType', 'Sets can contain string, number, or binary values');
  }
  if (type === 'L') for (const [i, element] of (content as AttributeValue[]).entries()) check(element, `${path}[${i}]`);
  if (type === 'M') for (const name in content as Item) check((content as Item)[name], `${path}.${name}`);
}

function isMap(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
  );
}

function isListOf(of: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(of);
}

function notWire(what: string, value: unknown): MigrateError {
  const seen = JSON.stringify(value);
  const excerpt = seen.length > 60 ? `${seen.slice(0, 60)}…` : seen;
  return new MigrateError('NOT_WIRE_FORM', `${what} is not in DynamoDB's wire form: ${excerpt}`, {
    hint: 'deserialize reads lines such as {"id":{"S":"a"}}; plain JSON needs JSON.parse only.',
  });
}
