import type { AttributeValue } from './attribute-value';

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS';

/** The type of a wire value: `S`, `N`, `M` … */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  return undefined as never;
}

/** What a wire value holds, without its type. */
export function contentOf(value: AttributeValue): unknown {
  for (const type in value) return value[type as keyof AttributeValue];
  return undefined;
}

/** Whether a wire value is a set. */
export function isSet(value: AttributeValue): boolean {
  return 'SS' in value || 'NS' in value || 'BS' in value;
}
