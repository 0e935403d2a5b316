import type { Item } from '@dynamodb-migrate/expressions';
import { isObject } from './is-object';

/** An attribute, or an element of one, that is not in wire form. */
export interface Oddity {
  /** Such as `tags[2].name`. */
  path: string;
  value: unknown;
}

/**
 * The first thing in a parsed item, at any depth, that is not in wire form. Numbers that are no text, and binaries left as
 * a Buffer's JSON, are put into wire form in place.
 */
export function checkItem(item: Item | { [name: string]: any }): Oddity | undefined {
  for (const name in item) {
    const odd = checkValue((item as any)[name]);
    if (odd) return under(name, odd);
  }
  return undefined;
}

function checkValue(value: any): Oddity | undefined {
  const type = typeOf(value);
  if (type === undefined) return { path: '', value };
  const content = value[type];
  if (type === 'M' && isObject(content)) return checkItem(content);
  if (type === 'L' && Array.isArray(content)) return checkList(content);
  return fits(value, type, content) ? undefined : { path: '', value };
}

function typeOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  let type: string | undefined;
  for (const key in value) {
    if (type !== undefined) return undefined;
    type = key;
  }
  return type;
}

function checkList(list: unknown[]): Oddity | undefined {
  for (let i = 0; i < list.length; i++) {
    const odd = checkValue(list[i]);
    if (odd) return under(`[${i}]`, odd);
  }
  return undefined;
}

function under(name: string, { path, value }: Oddity): Oddity {
  return { path: name + (path === '' || path.startsWith('[') ? path : `.${path}`), value };
}

function fits(container: any, type: string, content: unknown): boolean {
  switch (type) {
    case 'S':
      return typeof content === 'string';
    case 'N':
      return isNumber(container, type);
    case 'BOOL':
      return typeof content === 'boolean';
    case 'NULL':
      return true;
    case 'B':
      return isBinary(container, type);
    case 'SS':
      return isSetOf(content, (list, index) => typeof list[index] === 'string');
    case 'NS':
      return isSetOf(content, isNumber);
    case 'BS':
      return isSetOf(content, isBinary);
    default:
      return false;
  }
}

function isSetOf(content: unknown, fits: (list: any, index: number) => boolean): boolean {
  return Array.isArray(content) && content.length > 0 && content.every((_, i) => fits(content, i));
}

function isNumber(container: any, key: string | number): boolean {
  const content = container[key];
  if (typeof content === 'number') container[key] = String(content);
  else if (typeof content !== 'string') return false;
  const number = Number(content);
  return Number.isFinite(number) && (number !== 0 || /\d/.test(String(content)));
}

function isBinary(container: any, key: string | number): boolean {
  const content = container[key];
  if (typeof content === 'string') return isBase64(content);
  if (!isObject(content) || content.type !== 'Buffer' || !Array.isArray(content.data)) return false;
  container[key] = Buffer.from(content.data).toString('base64');
  return true;
}

const base64 = /^[\w+/-]*={0,2}$/;

function isBase64(text: string): boolean {
  if (!base64.test(text)) {
    const bare = text.replace(/\s+/g, '');
    return bare !== text && isBase64(bare);
  }
  const padding = text.indexOf('=');
  return (padding < 0 ? text.length : padding) % 4 !== 1;
}
