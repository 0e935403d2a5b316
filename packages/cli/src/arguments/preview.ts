import { MigrateError, parsePath } from '@dynamodb-migrate/core';
import type { Flag, Values } from './command';
import { usageError } from './usage-error';
import { optional, share } from './values';

/** How a preview is made and shown. */
export const previewFlags = {
  preview: { type: 'boolean', describe: 'Let the script write to a copy, and show what would change' },
  sample: { type: 'string', describe: 'Preview: only this share of the records, such as 5%' },
  redact: { type: 'string', array: true, describe: 'Preview: attributes not to be shown: attr,attr.path' },
  'hide-values': { type: 'boolean', describe: 'Preview: show types and sizes instead of values' },
  'allow-unguarded': { type: 'boolean', describe: 'Preview: also a script that loads the AWS SDK itself' },
  json: { type: 'boolean', describe: 'Preview: print it as JSON on stdout; what the script prints goes to stderr' },
} as const satisfies { [name: string]: Flag };

export interface PreviewOptions {
  /** @default false */
  preview?: boolean;
  /** Share of the records, from 0 to 1. @default 1 */
  sample?: number;
  /** Attribute paths. */
  redact?: string[];
  hideValues?: boolean;
  allowUnguarded?: boolean;
  json?: boolean;
}

/** What `previewFlags` say. Throws `USAGE`. */
export function readPreviewOptions(values: Values): PreviewOptions {
  if (values.preview === true && values.live === true) {
    throw usageError('--preview and --live exclude each other', 'See the preview first, then run it with --live.');
  }
  if (values.preview !== true) {
    const stray = Object.keys(previewFlags).find((name) => name !== 'preview' && values[name] !== undefined);
    if (stray) throw usageError(`--${stray} goes with --preview`, 'What is meant for the script goes behind --.');
    return {};
  }
  const redact = optional(values, 'redact', () => paths(values.redact as string[]));
  if (values.errors !== undefined && (redact || values['hide-values'])) {
    throw usageError('--errors keeps records as they are and does not go with --redact or --hide-values');
  }
  return {
    preview: true,
    sample: optional(values, 'sample', (name) => share(values, name)),
    redact,
    hideValues: values['hide-values'] as boolean | undefined,
    allowUnguarded: values['allow-unguarded'] as boolean | undefined,
    json: values.json as boolean | undefined,
  };
}

function paths(given: readonly string[]): string[] {
  const all = given.flatMap((list) => list.split(',')).map((path) => path.trim());
  try {
    for (const path of all) if (parsePath(path).length === 0) throw usageError('--redact needs attribute paths');
  } catch (error) {
    const { message, hint } = error as MigrateError;
    throw error instanceof MigrateError ? usageError(`--redact: ${message}`, hint) : error;
  }
  return all;
}
