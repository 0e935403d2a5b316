import type { AttributeValue, Item } from '@dynamodb-migrate/core';
import { validateAttributeValue } from 'dynalite/validations';

const maxBytes = 400 * 1024;
const maxNesting = 31;

/** Why DynamoDB would not store an item, in its own words; undefined when it would. */
export function beyondLimits(item: Item): string | undefined {
  let bytes = 0;
  for (const name in item) {
    const value = item[name]!;
    const message = validateAttributeValue(value);
    if (message) return message;
    if (nesting(value) > maxNesting) return 'Nesting Levels have exceeded supported limits';
    bytes += Buffer.byteLength(name) + size(value);
  }
  return bytes > maxBytes ? 'Item size has exceeded the maximum allowed size' : undefined;
}

function nesting(value: AttributeValue): number {
  if ('M' in value) return 1 + deepest(Object.values(value.M));
  if ('L' in value) return 1 + deepest(value.L);
  return 0;
}

function deepest(values: AttributeValue[]): number {
  return values.reduce((most, value) => Math.max(most, nesting(value)), 0);
}

function size(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('SS' in value) return sum(value.SS, (text) => Buffer.byteLength(text));
  if ('NS' in value) return sum(value.NS, numberSize);
  if ('BS' in value) return sum(value.BS, (text) => Buffer.byteLength(text, 'base64'));
  if ('L' in value) return 3 + sum(value.L, (element) => 1 + size(element));
  if ('M' in value) {
    return 3 + sum(Object.entries(value.M), ([name, element]) => 1 + Buffer.byteLength(name) + size(element));
  }
  return 1;
}

/** About one byte for every two significant digits. */
function numberSize(text: string): number {
  const digits = text.replace(/^-|\./g, '').replace(/^0+|0+$/g, '').length;
  return 1 + Math.ceil(digits / 2) + (text.startsWith('-') ? 1 : 0);
}

function sum<T>(values: T[], measure: (value: T) => number): number {
  return values.reduce((total, value) => total + measure(value), 0);
}
