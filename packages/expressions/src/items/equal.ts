import { contentOf, typeOf } from './attribute-type';
import type { AttributeValue, Item } from './attribute-value';
import { canonicalNumber } from './decimal';

/** Whether two values (or two absences) are the same to DynamoDB: sets have no order, `1.0` is `1`, exactly. */
export function equalValues(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case 'N':
      return (
        contentOf(a) === contentOf(b) ||
        canonicalNumber(contentOf(a) as string) === canonicalNumber(contentOf(b) as string)
      );
    case 'SS':
    case 'NS':
    case 'BS':
      return equalSets(setElements(a), setElements(b));
    case 'L':
      return equalLists(contentOf(a) as AttributeValue[], contentOf(b) as AttributeValue[]);
    case 'M':
      return equalItems(contentOf(a) as Item, contentOf(b) as Item);
    default:
      return contentOf(a) === contentOf(b);
  }
}

/** Whether two items (or two absences) are the same to DynamoDB. */
export function equalItems(a: Item | undefined, b: Item | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && equalValues(a[name], b[name]));
}

/** The elements of a set, numbers in their one spelling. */
export function setElements(value: AttributeValue): string[] {
  const elements = contentOf(value) as string[];
  return typeOf(value) === 'NS' ? elements.map(canonicalNumber) : elements;
}

function equalSets(a: string[], b: string[]): boolean {
  const elements = new Set(a);
  return elements.size === new Set(b).size && b.every((element) => elements.has(element));
}

function equalLists(a: AttributeValue[], b: AttributeValue[]): boolean {
  return a.length === b.length && a.every((value, index) => equalValues(value, b[index]));
}
