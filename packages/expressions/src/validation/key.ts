import { contentOf, typeOf } from '../items/attribute-type';
import type { AttributeValue, Item } from '../items/attribute-value';
import { own } from '../items/own';
import { invalid, invalidParameter, Refusal } from '../refusal';
import type { TableShape } from '../table-shape';
import { missingParameter } from './parameters';
import { acceptMembers } from './value';

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (partition and sort keys)
const mostHashBytes = 2048;
const mostRangeBytes = 1024;

/** The Key of an input, as DynamoDB keeps it. Throws a `Refusal` where it is no key of the table. */
export function acceptKey(given: unknown, table: TableShape): Item {
  if (typeof given !== 'object' || given === null) throw missingParameter('key');
  const key = acceptMembers(given as Item);
  const misfit = 'The provided key element does not match the schema';
  if (Object.keys(key).length !== table.keys.length) throw invalid(misfit);
  for (const [i, name] of table.keys.entries()) {
    const value = own(key, name);
    if (!value || typeOf(value) !== table.keyTypes[name]) throw invalid(misfit);
    checkKeyContent(name, value, i === 0);
  }
  return key;
}

/** Whether a table can have an item with such a key. */
export function isKey(key: Item, table: TableShape): boolean {
  try {
    acceptKey(key, table);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Throws a `Refusal` where an item has no key of the table. */
export function checkItemKey(item: Item, table: TableShape): void {
  for (let i = 0; i < table.keys.length; i++) {
    const name = table.keys[i]!;
    const value = own(item, name);
    if (!value) throw invalidParameter(`Missing the key ${name} in the item`);
    const type = typeOf(value);
    if (type !== table.keyTypes[name]) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${table.keyTypes[name]} actual: ${type}`);
    }
    checkKeyContent(name, value, i === 0);
  }
}

/** Throws a `Refusal` where one of these attributes is in the place of an index's key and can be none. */
export function checkIndexKeys(item: Item, table: TableShape, isMeant: (attribute: string) => boolean): void {
  for (const { name: index, keys } of table.indexes) {
    for (let i = 0; i < keys.length; i++) {
      const name = keys[i]!;
      const value = own(item, name);
      if (!value || table.keys.includes(name) || !isMeant(name)) continue;
      const type = typeOf(value);
      if (type !== table.keyTypes[name]) {
        const types = `Expected: ${table.keyTypes[name]} Actual: ${type}`;
        throw invalidParameter(`Type mismatch for Index Key ${name} ${types} IndexName: ${index}`);
      }
      if (isEmpty(value)) throw emptyKey(type, `IndexName: ${index}, IndexKey: ${name}`);
      checkBytes(value, i === 0);
    }
  }
}

function checkKeyContent(name: string, value: AttributeValue, isHash: boolean): void {
  if (isEmpty(value)) throw emptyKey(typeOf(value), `Key: ${name}`);
  checkBytes(value, isHash);
}

function isEmpty(value: AttributeValue): boolean {
  return contentOf(value) === '';
}

function emptyKey(type: string, where: string) {
  const kind = type === 'S' ? 'string' : 'binary';
  return invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. ${where}`,
  );
}

function checkBytes(value: AttributeValue, isHash: boolean): void {
  const content = contentOf(value) as string;
  // A character takes three bytes at most.
  if ('N' in value || content.length * 3 <= mostRangeBytes) return;
  const bytes = Buffer.byteLength(content, 'B' in value ? 'base64' : 'utf8');
  if (isHash && bytes > mostHashBytes) {
    throw invalidParameter(`Size of hashkey has exceeded the maximum size limit of${mostHashBytes} bytes`);
  }
  if (!isHash && bytes > mostRangeBytes) {
    throw invalidParameter(`Aggregated size of all range keys has exceeded the size limit of ${mostRangeBytes} bytes`);
  }
}
