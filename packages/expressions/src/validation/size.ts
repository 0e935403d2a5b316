import type { AttributeValue, Item } from '../items/attribute-value';
import { itemSize } from '../items/size';

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (item size)
const mostBytes = 400 * 1024;

/** Whether an item is larger than DynamoDB's items may be. */
export function isTooLarge(item: Item): boolean {
  return mostBytesOfMembers(item) > mostBytes && itemSize(item) > mostBytes;
}

/** At least as many bytes as an item has, by what is known without a look at the characters. */
function mostBytesOfMembers(map: Item): number {
  let bytes = 0;
  for (const name in map) bytes += 1 + 3 * name.length + mostBytesOf(map[name]!);
  return bytes;
}

function mostBytesOf(value: AttributeValue): number {
  for (const type in value) {
    const content: unknown = value[type as keyof AttributeValue];
    if (typeof content === 'string') return 2 + 3 * content.length;
    if (type === 'M') return 3 + mostBytesOfMembers(content as Item);
    if (!Array.isArray(content)) return 1;
    let bytes = 3;
    for (const element of content) {
      bytes += 1 + (typeof element === 'string' ? 2 + 3 * element.length : mostBytesOf(element));
    }
    return bytes;
  }
  return 0;
}
