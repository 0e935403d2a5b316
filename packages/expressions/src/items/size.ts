import { contentOf, typeOf } from './attribute-type';
import type { AttributeValue, Item } from './attribute-value';
import { significance } from './decimal';

const containerOverhead = 3;
const elementOverhead = 1;

/** Bytes that DynamoDB counts for an item, by its documented rules: names and values, 400 KB at most. */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += Buffer.byteLength(name) + valueSize(item[name]!);
  return bytes;
}

/** Bytes that DynamoDB counts for a value. */
export function valueSize(value: AttributeValue): number {
  const content = contentOf(value);
  switch (typeOf(value)) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'N':
      return numberSize(content as string);
    case 'B':
      return binarySize(content as string);
    case 'SS':
      return sum(content as string[], (text) => Buffer.byteLength(text));
    case 'NS':
      return sum(content as string[], numberSize);
    case 'BS':
      return sum(content as string[], binarySize);
    case 'L':
      return containerOverhead + sum(content as AttributeValue[], (element) => valueSize(element) + elementOverhead);
    case 'M':
      return containerOverhead + itemSize(content as Item) + Object.keys(content as Item).length * elementOverhead;
    default:
      return 1;
  }
}

function numberSize(text: string): number {
  const { digits, negative } = significance(text);
  return Math.ceil(digits / 2) + 1 + Number(negative);
}

function binarySize(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}

function sum<T>(elements: readonly T[], size: (element: T) => number): number {
  let total = 0;
  for (const element of elements) total += size(element);
  return total;
}
