import type { AttributeValue, Item } from '@dynamodb-migrate/core';
import { observeNumbers, readNumber, remembered, rememberSet } from './exact-numbers';
import { type DynoSet, readSet } from './set';

/**
 * A record as scripts see it: plain objects and arrays, numbers, Buffers, and set objects. Numbers beyond what a double
 * holds are rounded, and their digits remembered for `toWire` until they are assigned.
 */
export function toNative(item: Item): { [attribute: string]: any } {
  const native: { [attribute: string]: any } = {};
  const before = remembered;
  for (const name in item) {
    const value = read(item[name], native, name, name);
    if (name === '__proto__') define(native, name, value);
    else native[name] = value;
  }
  if (remembered !== before) observeNumbers(native);
  return native;
}

// The hottest function of a scan. Asking for one type after the other is twice as fast as looking at the keys.
function read(value: any, container: object, key: string | number, name: string): any {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return readNumber(value.N, container, key);
  if (value.M !== undefined) return toNative(value.M);
  if (value.L !== undefined) return readList(value.L, name);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.B !== undefined) return Buffer.from(value.B, 'base64');
  if (value.SS !== undefined) return readSet(value.SS.slice(), 'String');
  if (value.NS !== undefined) return readNumberSet(value.NS, name);
  if (value.BS !== undefined) return readBinarySet(value.BS);
  return undefined;
}

function readList(list: AttributeValue[], name: string): unknown[] {
  const native: unknown[] = [];
  const before = remembered;
  for (let i = 0; i < list.length; i++) native.push(read(list[i], native, i, name));
  if (remembered !== before) observeNumbers(native, name);
  return native;
}

function readNumberSet(texts: string[], name: string): DynoSet {
  const numbers: number[] = [];
  const before = remembered;
  for (let i = 0; i < texts.length; i++) numbers.push(readNumber(texts[i]!, numbers, i));
  const set = readSet(numbers, 'Number');
  if (remembered === before) return set;
  rememberSet(set, texts);
  observeNumbers(numbers, name);
  return set;
}

function readBinarySet(texts: string[]): DynoSet {
  return readSet(
    texts.map((text) => Buffer.from(text, 'base64')),
    'Binary',
  );
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
