import { hideValues, type Mask, redact } from '@dynamodb-migrate/core';
import type { Flag, Values } from './command';

/** What is shown of values. */
export const maskFlags = {
  redact: { type: 'string', array: true, describe: 'Attributes to mask, such as email or owner.phone' },
  'hide-values': { type: 'boolean', describe: 'Show types and sizes in place of values' },
} as const satisfies { [name: string]: Flag };

/** The mask that was asked for; undefined for none. Throws `INVALID_PATH`. */
export function readMask(values: Values): Mask | undefined {
  if (values['hide-values'] === true) return hideValues();
  const paths = (values.redact as string[] | undefined)?.flatMap((text) => text.split(','));
  return paths && redact(paths.map((path) => path.trim()));
}
