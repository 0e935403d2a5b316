import type { AttributeValue } from '@dynamodb-migrate/core';
import { asBytes } from './binary';
import { type Digits, digitsOf, setTexts } from './exact-numbers';
import { type DynoSet, setType } from './set';
import type { Writer } from './writer';

/** A set by its type and the values it has now. */
export function writeSet(set: DynoSet, name: string, writer: Writer): AttributeValue | undefined {
  const values: unknown = set.values;
  if (!Array.isArray(values)) return writer.expected('an Array', '.values');
  switch (set.type) {
    case 'String':
      return { SS: values.map((value, i) => stringText(value, i, writer)) };
    case 'Binary':
      return { BS: values.map((value, i) => binaryText(value, i, writer)) };
    case 'Number':
      return { NS: numberTexts(set, values, name, writer) };
    default:
      return writer.expected('a set of type String, Number or Binary');
  }
}

/** An ES6 Set of strings, numbers or buffers. */
export function writeES6Set(set: Set<unknown>, name: string, writer: Writer): AttributeValue | undefined {
  const values = [...set] as string[];
  if (values.length === 0)
    return writer.expected('a set with members: DynamoDB has no empty sets, remove the attribute');
  const type = setType(values[0]);
  if (!type || values.some((value) => setType(value) !== type)) {
    return writer.expected('a set of strings, of numbers or of buffers');
  }
  return writeSet({ type, values } as unknown as DynoSet, name, writer);
}

function stringText(value: unknown, index: number, writer: Writer): string {
  if (typeof value === 'string') return value;
  writer.expected('a string', `.SS[${index}]`);
  return '';
}

function binaryText(value: unknown, index: number, writer: Writer): string {
  const bytes = typeof value === 'string' ? Buffer.from(value) : asBytes(value);
  if (!bytes) writer.expected('a string, Buffer, Stream, Blob, or typed array object', `.BS[${index}]`);
  return bytes ? bytes.toString('base64') : '';
}

/**
 * The numbers of a set as text. Where the script has put numbers into another list, those that read as one value although
 * their digits differ get their texts back in order, as long as the set still has as many of them as were read.
 */
function numberTexts(set: object, values: unknown[], name: string, writer: Writer): string[] {
  const read = textsByNumber(setTexts(set));
  const held = new Map<unknown, number>();
  for (const value of values) held.set(value, (held.get(value) ?? 0) + 1);
  const alike = new Set<unknown>();
  for (const [value, texts] of read) if (texts.length > 1 && texts.length === held.get(value)) alike.add(value);
  return values.map((value, i) => {
    if (typeof value !== 'number') return otherText(value, i, writer);
    const inPlace = digitsOf(value, values, i, name);
    if (!inPlace.doubtful && !inPlace.kept) return inPlace.text ?? value.toString();
    const texts = read.get(value);
    return texts && alike.has(value) ? texts.shift()! : (told(inPlace) ?? value.toString());
  });

  function told({ text, doubtful, kept }: Digits): string | undefined {
    if (doubtful) writer.inexact();
    if (kept) writer.kept();
    return text;
  }
}

function textsByNumber(texts: readonly string[] = []): Map<number, string[]> {
  const read = new Map<number, string[]>();
  for (const text of texts) {
    const same = read.get(Number(text));
    if (same) same.push(text);
    else read.set(Number(text), [text]);
  }
  return read;
}

function otherText(value: unknown, index: number, writer: Writer): string {
  if (setType(value) === 'Number' || typeof value === 'string') return String(value);
  writer.expected('a number', `.NS[${index}]`);
  return '';
}
