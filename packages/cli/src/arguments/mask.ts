import { redact } from '@dynamodb-migrate/core';
import type { Flag, Values } from './command';

/** What is shown of values. */
export const maskFlags = {
  redact: { type: 'string', array: true, describe: 'Attributes to mask, such as email or owner.phone' },
  'hide-values': { type: 'boolean', describe: 'Show types and sizes in place of values' },
} as const satisfies { [name: string]: Flag };

/** What is not to be shown. Throws `INVALID_PATH`. */
export function readMask(values: Values): { redact?: string[]; hideValues?: boolean } {
  if (values['hide-values'] === true) return { hideValues: true };
  const paths = (values.redact as string[] | undefined)?.flatMap((text) => text.split(',')).map((path) => path.trim());
  if (!paths) return {};
  redact(paths);
  return { redact: paths };
}
