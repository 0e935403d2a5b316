import { flag, list, share, size, wholeNumber } from './kinds';
import type { OptionsOf } from './options';
import { usageError } from './usage-error';

const about = { group: 'Preview', goesWith: 'preview' };

const sampled = { group: about.group, goesWith: 'sample' };

/** How a preview is made and shown. */
export const previewFlags = {
  preview: flag({ describe: 'Let the script write to a copy, and show what would change', group: about.group }),
  sample: share({
    describe: 'Read only this share of the table, such as 1%, and estimate the whole (of stream: of the records)',
    ...about,
  }),
  'sample-seed': wholeNumber({ describe: 'Draws what --sample reads: another part (default 1)', least: 0, ...sampled }),
  redact: list({ describe: 'Attributes not to be shown: attr,attr.path', each: attributePaths, ...about }),
  'hide-values': flag({ describe: 'Show types and sizes instead of values', ...about }),
  memory: size({
    describe: 'Images of what would change to hold in memory, the others on disk: 32MB if not said',
    ...about,
  }),
  'allow-unguarded': flag({ describe: 'Also a script that loads the AWS SDK itself', ...about }),
};

export type PreviewOptions = OptionsOf<typeof previewFlags>;

/** Throws `USAGE` where flags of a preview do not go with each other, or with others. */
export function checkPreview({
  preview,
  live,
  redact,
  hideValues,
  errors,
}: PreviewOptions & {
  live: boolean;
  errors?: string;
}): void {
  if (preview && live) {
    throw usageError('--preview and --live exclude each other', 'See the preview first, then run it with --live.');
  }
  if (errors !== undefined && (redact || hideValues)) {
    throw usageError('--errors keeps records as they are and does not go with --redact or --hide-values');
  }
}

function attributePaths(given: string, name: string): string[] {
  const { MigrateError, parsePath } = require('@dynamodb-migrate/core') as typeof import('@dynamodb-migrate/core');
  const all = given.split(',').map((path) => path.trim());
  try {
    for (const path of all) if (parsePath(path).length === 0) throw usageError(`--${name} needs attribute paths`);
  } catch (error) {
    const { message, hint } = error as InstanceType<typeof MigrateError>;
    throw error instanceof MigrateError ? usageError(`--${name}: ${message}`, hint) : error;
  }
  return all;
}
