import { type AttributeValue, typeOf } from '@dynamodb-migrate/core';
import { counted } from '@dynamodb-migrate/runner';

const longest = 48;

/** A value on a line of a diff: its type and what it holds, shortened. `masked`: some may stand for values not shown. */
export function showValue(value: AttributeValue, type: string = typeOf(value), masked = false): string {
  if ('S' in value && masked && value.S === '(redacted)') return `${type} ${value.S}`;
  if ('S' in value && masked && /^[A-Z]+, \d+ bytes?$/.test(value.S)) return value.S;
  if ('S' in value) return `S ${short(value.S, (text) => JSON.stringify(text))}`;
  if ('B' in value) return `B ${short(value.B)} (${counted(Buffer.byteLength(value.B, 'base64'), 'byte')})`;
  if ('NULL' in value) return 'NULL';
  return `${type} ${short(plain(value))}`;
}

/** What an element of a set is, on a line of a diff. */
export function showElement(text: string): string {
  return short(text);
}

function short(text: string, show = (shown: string) => shown): string {
  if (text.length <= longest) return show(text);
  // Not in the midst of a character of two code units.
  const cut = text.slice(0, longest - 8).replace(/[\ud800-\udbff]$/, '');
  return `${show(cut)}… ${counted(text.length, 'character')}`;
}

// Compact, with types where JSON would lose them.
function plain(value: AttributeValue): string {
  if ('N' in value) return value.N;
  if ('BOOL' in value) return String(value.BOOL);
  if ('NULL' in value) return 'null';
  if ('S' in value) return JSON.stringify(value.S);
  if ('B' in value) return `B(${value.B})`;
  if ('M' in value) {
    const entries = Object.entries(value.M).map(([name, inner]) => `${name}: ${plain(inner)}`);
    return `{${entries.join(', ')}}`;
  }
  if ('L' in value) return `[${value.L.map(plain).join(', ')}]`;
  if ('SS' in value) return `{${value.SS.map((text) => JSON.stringify(text)).join(', ')}}`;
  return `{${('NS' in value ? value.NS : value.BS).join(', ')}}`;
}
