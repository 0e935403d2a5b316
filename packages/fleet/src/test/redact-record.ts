import type { AttributeValue, Item, Mask } from '@dynamodb-migrate/core';

/**
 * A record as a script can still work on it: what the mask hides has a stand-in of its type, and in a key one that keeps
 * records apart by their number.
 */
export function redactRecord(record: Item, mask: Mask, keyNames: readonly string[], number: number): Item {
  const masked = mask.item(record);
  return mapValues(record, (name, value) => {
    const isHidden = keyNames.includes(name) && JSON.stringify(masked[name]) !== JSON.stringify(value);
    return isHidden ? keyStandIn(value, number) : standIn(value, masked[name]!);
  });
}

function keyStandIn(value: AttributeValue, number: number): AttributeValue {
  if ('N' in value) return { N: String(number) };
  const text = `(redacted ${number})`;
  return 'B' in value ? { B: Buffer.from(text).toString('base64') } : { S: text };
}

function standIn(value: AttributeValue, masked: AttributeValue): AttributeValue {
  if ('M' in value && 'M' in masked) return { M: mapValues(value.M, (name, inner) => standIn(inner, masked.M[name]!)) };
  if ('L' in value && 'L' in masked) return { L: value.L.map((inner, index) => standIn(inner, masked.L[index]!)) };
  if (JSON.stringify(value) === JSON.stringify(masked)) return value;
  if ('N' in value) return { N: '0' };
  if ('BOOL' in value) return { BOOL: false };
  if ('NULL' in value) return value;
  if ('B' in value) return { B: Buffer.from('(redacted)').toString('base64') };
  if ('SS' in value) return { SS: ['(redacted)'] };
  if ('NS' in value) return { NS: ['0'] };
  if ('BS' in value) return { BS: [Buffer.from('(redacted)').toString('base64')] };
  if ('M' in value) return { M: {} };
  if ('L' in value) return { L: [] };
  return masked;
}

function mapValues(item: Item, change: (name: string, value: AttributeValue) => AttributeValue): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, change(name, value)]));
}
