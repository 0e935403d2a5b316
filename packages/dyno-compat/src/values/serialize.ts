import { checkItem, type Item, MigrateError } from '@dynamodb-migrate/core';
import { clientError } from '../request/errors';
import { withoutReading } from './reads';
import { toNative } from './to-native';
import { writeItem } from './to-wire';
import { Writer } from './writer';

/** A record as one line of wire JSON, binaries in base64. Throws `InvalidParameterType` for values without a wire form. */
export function serialize(item: object): string {
  const writer = new Writer('item');
  const wire = withoutReading(() => writeItem(item, writer));
  writer.check();
  return JSON.stringify(wire);
}

/** The record that a line of wire JSON stands for. Throws `NOT_WIRE_FORM` when an attribute is not in wire form. */
export function deserialize(text: string | Buffer): { [attribute: string]: any } {
  const item: unknown = JSON.parse(String(text).replace(/^\uFEFF/, ''));
  if (!isMap(item)) throw notWire('The record', item);
  const odd = checkItem(item);
  if (odd && isEmptySet(odd.value)) {
    throw clientError('InvalidSetType', 'Sets can contain string, number, or binary values');
  }
  if (odd) throw notWire(`Attribute ${odd.path}`, odd.value);
  return toNative(item as Item);
}

function isMap(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmptySet(value: unknown): boolean {
  const [type, ...more] = isMap(value) ? Object.keys(value) : [];
  if (type === undefined || more.length > 0 || !['SS', 'NS', 'BS'].includes(type)) return false;
  const members = (value as { [type: string]: unknown })[type];
  return Array.isArray(members) && members.length === 0;
}

function notWire(what: string, value: unknown): MigrateError {
  const seen = JSON.stringify(value);
  const excerpt = seen.length > 60 ? `${seen.slice(0, 60)}…` : seen;
  return new MigrateError('NOT_WIRE_FORM', `${what} is not in DynamoDB's wire form: ${excerpt}`, {
    hint: 'deserialize reads lines such as {"id":{"S":"a"}}; plain JSON needs JSON.parse only.',
  });
}
