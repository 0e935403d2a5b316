import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { defineConfig, type LoadedConfig, loadConfig } from '@dynamodb-migrate/ledger';

/**
 * The configuration that `--config` names, else the one of the working directory or a folder above it; everything is the
 * default where there is none. Throws `NO_CONFIG` for a file that is not there, `BAD_CONFIG`.
 */
export async function findConfig(file?: string): Promise<LoadedConfig> {
  const cwd = file === undefined ? process.cwd() : path.dirname(path.resolve(file));
  const loaded = await loadConfig({ cwd, modules: { 'dynamodb-migrate': { defineConfig } } });
  if (file !== undefined && loaded.file !== path.resolve(file)) {
    throw new MigrateError('NO_CONFIG', `there is no configuration ${file}`, {
      hint: 'Give the path of a file dynamodb-migrate.config.js, .cjs, .mjs, .ts or .json.',
    });
  }
  return loaded;
}

/** As `findConfig`, for what cannot be done without a file. Throws `NO_CONFIG`, `BAD_CONFIG`. */
export async function needConfig(file?: string): Promise<LoadedConfig> {
  const loaded = await findConfig(file);
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
