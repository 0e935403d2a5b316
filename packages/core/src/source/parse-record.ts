import { MigrateError } from '../error';
import type { Item } from '../items/attribute-value';

const types = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

/** One line as a record. Throws `BAD_LINE` naming `where`. */
export function parseRecord(text: string, form: 'wire' | 'plain', where: string): unknown {
  let document: any;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new MigrateError('BAD_LINE', `${where} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (document === null) {
    throw new MigrateError('BAD_LINE', `${where} is null, which is no record`, { hint: 'Remove the line.' });
  }
  return form === 'plain' ? document : wireRecord(document, where);
}

function wireRecord(document: any, where: string): Item {
  if (isItem(document)) return document;
  // A line of DynamoDB's export to S3.
  if (isItem(document?.Item) && Object.keys(document).length === 1) return document.Item;
  throw new MigrateError('BAD_LINE', `${where} is not in DynamoDB's wire form: ${firstOddity(document)}`, {
    hint: 'For plain JSON records add --dyno.',
  });
}

/** Whether a document is an item in wire form, judged by its top level. */
export function isItem(document: unknown): document is Item {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return false;
  for (const name in document) if (!isAttributeValue((document as any)[name])) return false;
  return true;
}

function isAttributeValue(value: any): boolean {
  if (typeof value !== 'object' || value === null) return false;
  let type: string | undefined;
  for (const key in value) {
    if (type !== undefined || !types.has(key)) return false;
    type = key;
  }
  if (type === undefined) return false;
  const content = value[type];
  if (type === 'M') return typeof content === 'object' && content !== null && !Array.isArray(content);
  if (type === 'L' || (type.endsWith('S') && type.length === 2)) return Array.isArray(content);
  return type === 'BOOL' || type === 'NULL' ? typeof content === 'boolean' : typeof content === 'string';
}

function firstOddity(document: any): string {
  if (typeof document !== 'object' || Array.isArray(document)) return `it is ${JSON.stringify(document)?.slice(0, 60)}`;
  const name = Object.keys(document).find((key) => !isAttributeValue(document[key]));
  return `attribute ${JSON.stringify(name)} is ${JSON.stringify(document[name!])?.slice(0, 60)}`;
}
