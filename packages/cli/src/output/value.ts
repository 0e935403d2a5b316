import type { AttributeValue } from '@dynamodb-migrate/core';

const longest = 100;

/** A value on one line, cut off where it is long: `"text"`, `7`, `{ a: 1 }`, `SS ["x"]`. */
export function formatValue(value: AttributeValue): string {
  const text = spell(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function spell(value: AttributeValue): string {
  if ('S' in value) return JSON.stringify(value.S);
  if ('N' in value) return value.N;
  if ('BOOL' in value) return String(value.BOOL);
  if ('NULL' in value) return 'null';
  if ('B' in value) return `B ${value.B}`;
  if ('SS' in value) return `SS [${value.SS.map((element) => JSON.stringify(element)).join(', ')}]`;
  if ('NS' in value) return `NS [${value.NS.join(', ')}]`;
  if ('BS' in value) return `BS [${value.BS.join(', ')}]`;
  if ('L' in value) return `[${value.L.map(spell).join(', ')}]`;
  const entries = Object.entries(value.M).map(([name, inner]) => `${name}: ${spell(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
