import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';

/** A file of items and the table that they go to. */
export interface SeedFile {
  table: string;
  file: string;
}

/** `TABLE=file`, or a file that is named after its table: `experiments.ndjson`. Throws `BAD_SEED_SPEC`. */
export function parseSeedSpec(spec: string): SeedFile {
  const named = /^([\w.-]+)=(.+)$/.exec(spec);
  const file = named ? named[2]! : spec;
  const table = named ? named[1]! : path.basename(file).replace(/(\.(ndjson|jsonl|json|txt))?(\.gz)?$/i, '');
  if (/^[\w.-]{3,255}$/.test(table)) return { table, file };
  throw new MigrateError('BAD_SEED_SPEC', `The seed "${spec}" names no table: "${table}" cannot be one`, {
    hint: 'Write TABLE=file.',
  });
}
