import { itemWrites, type Wire } from '@dynamodb-migrate/core';
import { withoutReading } from '../values/reads';
import { writeItem, writeKey, writeValue } from '../values/to-wire';
import { withoutBuffers } from '../values/wire-buffers';
import { type DynoHooks, Writer } from '../values/writer';
import { inputs, type Operation, type Shape, type Structure, wireName } from './shapes';

const onTables = new Set<Operation>(['listTables', 'describeTable', 'createTable', 'deleteTable']);

/**
 * The wire input for an operation's parameters. On items, unknown parameters are dropped and scalars coerced; on
 * tables, and where values are in wire form already, parameters must be what they should be. Throws v2's validation
 * errors.
 */
export function writeInput(operation: Operation, params: object, hooks: DynoHooks, inWire = false): Wire {
  const writer = new Writer('params', hooks);
  const strict = inWire || onTables.has(operation);
  const lenient = !itemWrites.has(wireName(operation));
  const wire = withoutReading(() => writeStructure(inputs[operation], params, '', { writer, strict, inWire, lenient }));
  writer.check();
  return wire;
}

interface Translation {
  writer: Writer;
  strict: boolean;
  /** Values are in wire form, but for binaries. */
  inWire: boolean;
  /** Keys are only read, so that one whose digits cannot be known harms nothing. */
  lenient: boolean;
}

function writeStructure(
  { members, required }: Structure,
  source: any,
  attribute: string,
  translation: Translation,
): Wire {
  const { writer, strict } = translation;
  for (const name of required) {
    if (source[name] == null)
      writer.fail('MissingRequiredParameter', `Missing required key '${name}' in ${writer.path()}`);
  }
  const wire: Wire = {};
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value == null) continue;
    const shape = Object.hasOwn(members, name) ? members[name] : undefined;
    if (shape) {
      writer.enter('member', name);
      set(wire, name, write(shape, value, attribute, translation));
      writer.leave();
    } else if (strict) {
      writer.fail('UnexpectedParameter', `Unexpected key '${name}' found in ${writer.path()}`);
    }
  }
  return wire;
}

/** `attribute` is the name of the entry that a value stands in: of an attribute, in conditions and updates. */
function write(shape: Shape, value: any, attribute: string, translation: Translation): unknown {
  const { writer, strict, inWire, lenient } = translation;
  if (typeof shape === 'string') {
    if (inWire && (shape === 'item' || shape === 'key' || shape === 'value')) {
      return isMap(value) ? withoutBuffers(value) : writer.expected(shape === 'value' ? 'a structure' : 'a map');
    }
    if (shape === 'key') return isMap(value) ? writeKey(value, writer, lenient) : writer.expected('a map');
    if (shape === 'item') return isMap(value) ? writeItem(value, writer) : writer.expected('a map');
    if (shape === 'value') {
      writer.startAttribute(attribute);
      return writeValue(value, [], 0, attribute, writer);
    }
    return strict ? literal[shape](value, writer) : coerced[shape](value, writer);
  }
  if ('list' in shape)
    return Array.isArray(value) ? writeList(shape.list, value, attribute, translation) : writer.expected('an Array');
  if (!isMap(value)) return writer.expected('map' in shape ? 'a map' : 'a structure');
  return 'members' in shape
    ? writeStructure(shape, value, attribute, translation)
    : writeMap(shape.map, value, translation);
}

function writeMap(shape: Shape, map: { [name: string]: unknown }, translation: Translation): Wire {
  const { writer } = translation;
  // A null structure stands for one without members, so that its missing parameters are named.
  const absent = typeof shape === 'object' && 'members' in shape ? {} : null;
  const wire: Wire = {};
  for (const name of Object.keys(map)) {
    const value = map[name] === null ? absent : map[name];
    if (value == null) continue;
    writer.enter('entry', name);
    set(wire, name, write(shape, value, name, translation));
    writer.leave();
  }
  return wire;
}

function set(wire: Wire, name: string, value: unknown): void {
  if (value === undefined) return;
  if (name === '__proto__') Object.defineProperty(wire, name, { value, enumerable: true });
  else wire[name] = value;
}

function writeList(shape: Shape, list: unknown[], attribute: string, translation: Translation): unknown[] {
  const { writer } = translation;
  const wire: unknown[] = [];
  for (let i = 0; i < list.length; i++) {
    if (list[i] == null && shape !== 'value') continue;
    writer.enter('element', i);
    const element = write(shape, list[i], attribute, translation);
    writer.leave();
    if (element !== undefined) wire.push(element);
  }
  return wire;
}

const coerced = {
  string: (value: any, writer: Writer) => {
    const text = value ? value.toString?.() : value;
    return typeof text === 'string' ? text : writer.expected('a string');
  },
  integer: (value: unknown) => finite(Number.parseInt(value as string, 10)),
  boolean: (value: unknown) => (typeof value === 'boolean' ? value : value === 'true'),
};

const literal = {
  string: (value: unknown, writer: Writer) => (typeof value === 'string' ? value : writer.expected('a string')),
  integer: (value: unknown, writer: Writer) => {
    if (typeof value === 'number' || String(Number.parseFloat(value as string)) === value) {
      return finite(Number.parseInt(value as string, 10));
    }
    return writer.expected('a number');
  },
  boolean: (value: unknown, writer: Writer) => (typeof value === 'boolean' ? value : writer.expected('a boolean')),
};

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

function isMap(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
