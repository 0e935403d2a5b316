import type { AttributeValue, Item } from '@dynamodb-migrate/core';

/** The same item with attributes and the elements of sets in one order, and numbers in one spelling. */
export function normalise(item: Item): Item {
  const sorted: Item = Object.create(null);
  for (const name of Object.keys(item).sort()) sorted[name] = normaliseValue(item[name]!);
  return sorted;
}

function normaliseValue(value: AttributeValue): AttributeValue {
  if ('M' in value) return { M: normalise(value.M) };
  if ('L' in value) return { L: value.L.map(normaliseValue) };
  if ('SS' in value) return { SS: value.SS.toSorted() };
  if ('N' in value) return { N: plainNumber(value.N) };
  if ('NS' in value) return { NS: value.NS.map(plainNumber).toSorted() };
  if ('BS' in value) return { BS: value.BS.toSorted() };
  return value;
}

/** The same decimal number, digit for digit, without exponent and idle zeros. */
export function plainNumber(text: string): string {
  const parts = /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text);
  if (!parts) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, '0');
  const left = digits.slice(0, Math.max(0, point)).replace(/^0+/, '') || '0';
  const right = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '');
  const plain = right ? `${left}.${right}` : left;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}
