import { MigrateError } from '../error';
import type { Item } from '../items/attribute-value';
import { checkItem } from '../items/check-item';

const types = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

/** One line as a record. Throws `BAD_LINE` naming `where`; `PLAIN_LINE` for one that may be plain JSON in place of wire form. */
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
  if (typeof document !== 'object' || Array.isArray(document)) throw notWire(where, `it is ${excerpt(document)}`, true);
  let odd = checkItem(document);
  if (!odd) return document;
  const { Item: item } = document;
  // A line of DynamoDB's export to S3.
  if (typeof item === 'object' && item !== null && !Array.isArray(item) && Object.keys(document).length === 1) {
    odd = checkItem(item);
    if (!odd) return item;
  }
  const { path, value } = odd;
  throw notWire(where, `attribute ${JSON.stringify(path)} is ${excerpt(value)}`, !hasType(value));
}

function notWire(where: string, why: string, plain: boolean): MigrateError {
  const hint = plain ? "Read plain JSON records in the form 'plain'." : 'Correct the line, or remove it.';
  return new MigrateError(plain ? 'PLAIN_LINE' : 'BAD_LINE', `${where} is not in DynamoDB's wire form: ${why}`, {
    hint,
  });
}

function excerpt(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}

function hasType(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).every((key) => types.has(key));
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
