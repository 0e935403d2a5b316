import type { Item } from '@dynamodb-migrate/expressions';
import { MigrateError } from '../error';
import { checkItem } from '../items/check-item';
import { separated } from './forms/data-pipeline';
import { type Foreign, foreignForm } from './forms/foreign';
import { isFullItem } from './forms/shape';
import { types } from './is-item';

/** A line, or what goes over some, as records. */
export interface Parsed {
  records: unknown[];
  /** The form of another tool that it is in. */
  foreign?: Foreign;
}

/**
 * Parses one document. Throws `BAD_LINE` naming `where`; `PLAIN_LINE` for one that may be plain JSON in place of wire form,
 * `WIRE_LINE` for the reverse, `FOREIGN_FORM` for the form of another tool that cannot be read.
 */
export function parseRecord(text: string, form: 'wire' | 'plain', where: string): Parsed {
  const document = parse(text, where);
  if (document === null) {
    throw new MigrateError('BAD_LINE', `${where} is null, which is no record`, { hint: 'Remove the line.' });
  }
  return form === 'plain' ? plainRecord(document, where) : wireRecords(document, where);
}

function parse(text: string, where: string): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    const document = separated(text);
    if (document) return document;
    if (isIon(text)) {
      throw new MigrateError('FOREIGN_FORM', `${where} is Amazon Ion, which is not read`, {
        hint: 'Have the table exported as DYNAMODB_JSON.',
      });
    }
    throw new MigrateError('BAD_LINE', `${where} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

// Its text names the version, its binary form begins with bytes of which two are characters.
function isIon(text: string): boolean {
  return text.startsWith('$ion_1_0') || text.slice(1, 3) === '\u0001\u0000';
}

function plainRecord(document: any, where: string): Parsed {
  const foreign = typeof document === 'object' ? foreignForm(document) : undefined;
  if (!foreign) return { records: [document] };
  const { name, items, jq, isUnmistakable, refusal } = foreign;
  const isWire = items.length > 0 && items.every(isFullItem);
  if (!isWire && !isUnmistakable) return { records: [document] };
  if (refusal) throw unreadable(foreign, where);
  if (items.length > 0 && !isWire && jq) {
    throw new MigrateError('FOREIGN_FORM', `${where} is ${name}, and no record`, { hint: linesOf(jq) });
  }
  throw new MigrateError('WIRE_LINE', `${where} is ${name}, and no plain record`, {
    hint: "Read it in the form 'wire'.",
  });
}

function wireRecords(document: any, where: string): Parsed {
  if (typeof document !== 'object') throw notWire(where, `it is ${excerpt(document)}`, true);
  const odd = Array.isArray(document) ? undefined : checkItem(document);
  if (!odd && !Array.isArray(document)) return { records: [document] };
  const foreign = foreignForm(document);
  if (!foreign) throw odd ? notWireAt(odd, where) : notWire(where, `it is ${excerpt(document)}`, true);
  if (foreign.refusal) throw unreadable(foreign, where);
  for (const item of foreign.items) {
    const wrong = checkItem(item as Item);
    if (wrong && foreign.jq && !hasType(wrong.value)) {
      throw new MigrateError('FOREIGN_FORM', `${where} is ${foreign.name}, whose records are not in wire form`, {
        hint: `${linesOf(foreign.jq)}; they are plain JSON.`,
      });
    }
    if (wrong) throw notWireAt(wrong, where);
  }
  return { records: foreign.items, foreign };
}

function unreadable({ name, refusal }: Foreign, where: string): MigrateError {
  const { why, hint } = refusal!;
  return new MigrateError('FOREIGN_FORM', `${where} is ${name}, ${why}`, { hint });
}

function linesOf(jq: string): string {
  return `Make a line of each of its records: jq -c '${jq}'`;
}

function notWireAt({ path, value }: { path: string; value: unknown }, where: string): MigrateError {
  return notWire(where, `attribute ${JSON.stringify(path)} is ${excerpt(value)}`, !hasType(value));
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
