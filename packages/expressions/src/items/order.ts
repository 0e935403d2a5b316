import type { AttributeValue } from './attribute-value';
import { compareNumbers } from './decimal';

/**
 * Orders two values of one type, strings by their UTF-8 bytes and binaries by theirs; undefined where DynamoDB has no
 * order: for other types, and between types.
 */
export function orderOf(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('N' in a) return 'N' in b ? compareNumbers(a.N, b.N) : undefined;
  if ('S' in a) return 'S' in b ? compareTexts(a.S, b.S) : undefined;
  if ('B' in a) return 'B' in b ? Buffer.compare(bytesOf(a.B), bytesOf(b.B)) : undefined;
  return undefined;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
