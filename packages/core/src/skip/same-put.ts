import type { AttributeValue, Item } from '@dynamodb-migrate/expressions';
import { canonicalNumber, contentOf, typeOf } from '@dynamodb-migrate/expressions';

/**
 * Whether a put of `item` leaves what is there and would not be refused. `there` is as DynamoDB gave it; what is spelled as
 * no DynamoDB takes it is never the same: a set that holds an element twice, a value of two types.
 */
export function isSamePut(item: Item, there: Item): boolean {
  const names = Object.keys(item);
  if (names.length !== Object.keys(there).length) return false;
  return names.every((name) => Object.hasOwn(there, name) && isSameValue(item[name], there[name]!));
}

function isSameValue(value: unknown, there: AttributeValue): boolean {
  if (value === there) return true;
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  const type = typeOf(there);
  if (!Object.hasOwn(value, type)) return false;
  const content = (value as { [type: string]: unknown })[type];
  const known = contentOf(there);
  switch (type) {
    case 'N':
      return isSameNumber(content, known as string);
    case 'SS':
    case 'BS':
      return isSameSet(content, known as string[], (element) => element);
    case 'NS':
      return isSameSet(content, known as string[], numberOf);
    case 'L':
      return isSameList(content, known as AttributeValue[]);
    case 'M':
      return isItem(content) && isSamePut(content, known as Item);
    default:
      return content === known;
  }
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberOf(text: unknown): unknown {
  return typeof text === 'string' && number.test(text) ? canonicalNumber(text) : undefined;
}

function isSameNumber(text: unknown, known: string): boolean {
  return text === known || (text !== undefined && numberOf(text) === numberOf(known));
}

function isSameSet(elements: unknown, known: string[], spelled: (element: unknown) => unknown): boolean {
  if (!Array.isArray(elements) || elements.length !== known.length) return false;
  const rest = new Set(known.map(spelled));
  return elements.every((element) => rest.delete(spelled(element)));
}

function isSameList(elements: unknown, known: AttributeValue[]): boolean {
  if (!Array.isArray(elements) || elements.length !== known.length) return false;
  return known.every((there, i) => isSameValue(elements[i], there));
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
