import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { listScripts } from '@dynamodb-migrate/ledger';
import { findScript } from '../environment/find-script';
import { hasFixture } from './fixtures';

/**
 * The absolute paths of the scripts to try: the one that is meant, in the folder or anywhere, else all with a fixture.
 * Throws `NO_SCRIPT`, `NO_FIXTURE`, `NO_FOLDER`.
 */
export async function chooseScripts(folder: string, meant: string | undefined, cwd = ''): Promise<string[]> {
  const file = meant === undefined ? undefined : path.resolve(cwd, meant);
  if (file !== undefined && existsSync(file)) return [file];
  const files = (await listScripts(folder)).scripts.map(({ file }) => file);
  if (meant !== undefined) return [path.join(folder, findScript(files, meant))];
  const names = await readdir(folder);
  const chosen = files.filter((file) => hasFixture(file, names));
  if (chosen.length > 0) return chosen.map((file) => path.join(folder, file));
  throw new MigrateError('NO_FIXTURE', `no script in ${folder} has a fixture`, {
    hint: 'Put records into NAME.fixture.ndjson beside a script, or take some: test SCRIPT --sample 20 --env ENV --update.',
  });
}
