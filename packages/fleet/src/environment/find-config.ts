import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { defineConfig, type LoadedConfig, loadConfig } from '@dynamodb-migrate/ledger';

export interface ConfigPlace {
  /** Path of the configuration. @default looked for in `cwd` and the folders above it */
  config?: string;
  /** @default the working directory */
  cwd?: string;
}

/**
 * The configuration of a place; everything is the default where there is none. Throws `NO_CONFIG` for a file that is not
 * there, `BAD_CONFIG`.
 */
export async function findConfig({ config: file, cwd = process.cwd() }: ConfigPlace): Promise<LoadedConfig> {
  const named = file === undefined ? undefined : path.resolve(cwd, file);
  const loaded = await loadConfig({
    cwd: named === undefined ? cwd : path.dirname(named),
    modules: { 'dynamodb-migrate': { defineConfig } },
  });
  if (named !== undefined && loaded.file !== named) {
    throw new MigrateError('NO_CONFIG', `there is no configuration ${file}`, {
      hint: 'Give the path of a file dynamodb-migrate.config.js, .cjs, .mjs, .ts or .json.',
    });
  }
  return loaded;
}

/** As `findConfig`, for what cannot be done without a file. Throws `NO_CONFIG`, `BAD_CONFIG`. */
export async function needConfig(place: ConfigPlace): Promise<LoadedConfig> {
  const loaded = await findConfig(place);
  if (loaded.file === undefined) {
    throw new MigrateError(
      'NO_CONFIG',
      `there is no dynamodb-migrate.config.js in ${loaded.root} or a folder above it`,
      {
        hint: "Make one: module.exports = { environments: { staging: { region: 'eu-west-1' } } };",
      },
    );
  }
  return loaded;
}
