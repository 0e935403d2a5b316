import { Stream } from 'node:stream';
import {
  isBoxedPrimitive,
  isDate,
  isSet as isES6Set,
  isMap,
  isNativeError,
  isPromise,
  isRegExp,
} from 'node:util/types';
import type { AttributeValue, Item } from '@dynamodb-migrate/core';
import { asBytes } from './binary';
import { digitsOf } from './exact-numbers';
import { doubtsOf, noteDoubt, unknownKey } from './key-doubts';
import { withoutReading } from './reads';
import { isSet } from './set';
import { writeES6Set, writeSet } from './set-to-wire';
import { type DynoHooks, type Step, Writer } from './writer';

/**
 * A native value in wire form, or undefined for what DynamoDB never stores (undefined, functions). Throws
 * `InvalidParameterType` for a value that has no wire form, such as a Date.
 */
export function toWire(value: unknown, hooks?: DynoHooks): AttributeValue | undefined {
  const writer = new Writer('value', hooks);
  const wire = withoutReading(() => writeValue(value, [], 0, '', writer));
  writer.check();
  return wire;
}

/** The own attributes of an item or key; what is wrong is noted with the writer. */
export function writeItem(item: object, writer: Writer): Item {
  writer.startAttribute('');
  return writeEntries(item, 'entry', writer, true);
}

/** As `writeItem`, for a key: a number whose digits cannot be known is an error, or `lenient`, told. */
export function writeKey(key: object, writer: Writer, lenient: boolean): Item {
  writer.inKey = true;
  const wire = writeItem(key, writer);
  writer.inKey = false;
  for (const [name, text] of doubtsOf(wire)) {
    if (text !== null) wire[name] = { N: text };
    else if (lenient) writer.inexact(name);
    else writer.fail('UnknownKey', unknownKey(name, wire));
  }
  return wire;
}

/** The value of one attribute. `container` and `key` say where the script holds it. */
export function writeValue(
  value: unknown,
  container: object,
  key: string | number,
  name: string,
  writer: Writer,
): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: numberText(value, container, key, name, writer) };
    case 'boolean':
      return { BOOL: value };
    case 'bigint':
      return { N: String(value) };
    case 'object':
      return value === null ? { NULL: true } : writeObject(value, container, key, name, writer);
    case 'symbol':
      writer.expected('a value that DynamoDB can hold, but it is a symbol: store its description');
  }
  return undefined;
}

function writeObject(value: object, container: object, key: string | number, name: string, writer: Writer) {
  if (Array.isArray(value)) return { L: writeList(value, name, writer) };
  if (isSet(value)) return writeSet(value, name, writer);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const bytes = asBytes(value);
    if (bytes) return { B: bytes.toString('base64') };
    if (isES6Set(value)) return writeES6Set(value, name, writer);
    if (isBoxedPrimitive(value)) return writeBoxed(value.valueOf(), container, key, name, writer);
    const refusal = refused(value);
    if (refusal) return writer.expected(`a value that DynamoDB can hold, but it is ${refusal}`);
  }
  // The SDK's wrapper for numbers of any length, by shape.
  if ((value as { wrapperName?: unknown }).wrapperName === 'NumberValue') return { N: String(value) };
  return { M: writeEntries(value, 'M', writer, false) };
}

function writeEntries(source: any, step: Step, writer: Writer, ownOnly: boolean): Item {
  const item: Item = {};
  for (const name in source) {
    if (ownOnly && !Object.hasOwn(source, name)) continue;
    const value = source[name];
    writer.enter(step, name);
    const wire = writeValue(value, source, name, name, writer);
    if (ownOnly && typeof value === 'number') noteDoubt(item, name, writer.asKey);
    writer.leave();
    if (wire === undefined) continue;
    if (name === '__proto__') Object.defineProperty(item, name, { value: wire, enumerable: true });
    else item[name] = wire;
  }
  return item;
}

function writeList(list: unknown[], name: string, writer: Writer): AttributeValue[] {
  const wire: AttributeValue[] = [];
  for (let i = 0; i < list.length; i++) {
    writer.enter('L', i);
    const value = writeValue(list[i], list, i, name, writer);
    writer.leave();
    if (value !== undefined) wire.push(value);
  }
  return wire;
}

function numberText(number: number, container: object, key: string | number, name: string, writer: Writer): string {
  const { text, doubtful, kept, asKey } = digitsOf(number, container, key, name);
  writer.asKey = asKey;
  if (doubtful) writer.inexact();
  if (kept) writer.kept();
  return text ?? number.toString();
}

function writeBoxed(value: unknown, container: object, key: string | number, name: string, writer: Writer) {
  if (typeof value === 'string') return writer.expected('a string', '.S');
  if (typeof value === 'boolean') return writer.expected('a boolean', '.BOOL');
  return writeValue(value, container, key, name, writer);
}

function refused(value: object): string | undefined {
  if (isDate(value)) return 'a Date: store its toISOString() or getTime()';
  if (isMap(value)) return 'a Map: store Object.fromEntries(map)';
  if (isRegExp(value)) return 'a RegExp: store its source';
  if (isNativeError(value) || value instanceof Error) return 'an Error: store its message';
  if (isPromise(value)) return 'a Promise: await it first';
  if (value instanceof Stream) return 'a stream: store what it holds';
  return undefined;
}
