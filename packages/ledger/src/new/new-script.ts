import { MigrateError } from '@dynamodb-migrate/core';
import { legacyScript, testOf, typescriptScript } from './templates';

export interface NewScriptOptions {
  /** In words or with dashes: `add auth`. */
  name: string;
  kind: 'legacy' | 'ts';
  now: Date;
  /** Whether the time is written with colons, as the folder's other scripts have it. @default false */
  colons?: boolean;
  /** Name or template of its table. @default 'TABLE-${env}', to be filled in */
  table?: string;
}

export interface NewFile {
  /** File name, for the folder of scripts. */
  file: string;
  text: string;
}

/** The text of a new script and of a test beside it, which `node --test` runs. Throws `BAD_NAME`. */
export function newScript({ name, kind, now, colons = false, table = 'TABLE-${env}' }: NewScriptOptions): NewFile[] {
  const title = name
    .trim()
    .toLowerCase()
    .replace(/\.[cm]?[jt]s$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  if (title === '') {
    throw new MigrateError('BAD_NAME', `"${name}" is no name for a script`, { hint: 'Say what it does: add-auth.' });
  }
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const stem = `${colons ? time : time.replaceAll(':', '')}-${title}`;
  const file = `${stem}.${kind === 'ts' ? 'ts' : 'js'}`;
  const text = kind === 'ts' ? typescriptScript(table) : legacyScript(table);
  return [
    { file, text },
    { file: `${stem}.test.js`, text: testOf(file) },
  ];
}
