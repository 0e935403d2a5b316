import { contentOf, typeOf } from '../items/attribute-type';
import type { AttributeValue } from '../items/attribute-value';
import { equalValues, setElements } from '../items/equal';

/** Whether a text or binary begins with another. */
export function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if ('S' in value) return 'S' in start && value.S.startsWith(start.S);
  return 'B' in value && 'B' in start && bytes(value.B).subarray(0, bytes(start.B).length).equals(bytes(start.B));
}

/** Whether a text or binary has another in it, or a set or list an element. */
export function contains(value: AttributeValue, sought: AttributeValue): boolean {
  if ('S' in value) return 'S' in sought && value.S.includes(sought.S);
  if ('B' in value) return 'B' in sought && bytes(value.B).includes(bytes(sought.B));
  if ('L' in value) return value.L.some((element) => equalValues(element, sought));
  const type = typeOf(value);
  if (type !== `${typeOf(sought)}S`) return false;
  const [element] = setElements({ [type]: [contentOf(sought)] } as AttributeValue);
  return setElements(value).includes(element!);
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
