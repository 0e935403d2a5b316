import type { AttributeValue } from './attribute-value';

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS';

/** The type of a wire value: `S`, `N`, `M` … */
export function typeOf(value: AttributeValue): AttributeType {
  return Object.keys(value)[0] as AttributeType;
}

/** What a wire value holds, without its type. */
export function contentOf(value: AttributeValue): unknown {
  return Object.values(value)[0];
}
