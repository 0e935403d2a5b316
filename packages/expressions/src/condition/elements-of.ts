import { contentOf, typeOf } from '../items/attribute-type';
import type { AttributeValue, Item } from '../items/attribute-value';

/**
 * What `size` says of a value: characters, bytes or elements; undefined for a value that has none.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html (size)
 */
export function elementsOf(value: AttributeValue): number | undefined {
  const content = contentOf(value);
  switch (typeOf(value)) {
    case 'N':
    case 'BOOL':
    case 'NULL':
      return undefined;
    case 'B':
      return Buffer.byteLength(content as string, 'base64');
    case 'M':
      return Object.keys(content as Item).length;
    default:
      return (content as string | unknown[]).length;
  }
}
