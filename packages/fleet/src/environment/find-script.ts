import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { nearMiss, parseScriptName } from '@dynamodb-migrate/ledger';

/**
 * The script among `files` that is meant by its file name, a path that ends in it, or its title (`add-auth`). Throws
 * `NO_SCRIPT`, also where several have the title.
 */
export function findScript(files: readonly string[], meant: string): string {
  const name = path.basename(meant);
  if (files.includes(name)) return name;
  const titled = files.filter((file) => parseScriptName(file)?.title === meant);
  if (titled.length === 1) return titled[0]!;
  if (titled.length > 1) {
    throw new MigrateError('NO_SCRIPT', `"${meant}" may be ${titled.join(' or ')}`, { hint: 'Give the file name.' });
  }
  const titles = files.flatMap((file) => parseScriptName(file)?.title ?? []);
  const near = nearMiss(name, files) ?? nearMiss(meant, titles);
  throw new MigrateError('NO_SCRIPT', `there is no script ${meant}${near ? `: did you mean ${near}?` : ''}`, {
    hint: 'Give its file name, or what stands behind the date.',
  });
}
