import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { lilconfig } from 'lilconfig';
import { checkConfig } from './check-config';
import type { Config } from './config';

export interface LoadConfigOptions {
  /** Where the search begins; it goes on in the folders above. */
  cwd: string;
  /** Modules that the file may ask for by these names, wherever it lies. */
  modules?: { [name: string]: unknown };
}

/** A configuration and where it is from. */
export interface LoadedConfig {
  config: Config;
  /** Absolute; absent where there is no file and everything is the default. */
  file?: string;
  /** Folder that paths in it are relative to. */
  root: string;
  /** Absolute path of the folder of scripts. */
  folder: string;
}

const extensions = ['js', 'cjs', 'mjs', 'ts', 'json'];

/**
 * Finds and loads `dynamodb-migrate.config.{js,cjs,mjs,ts,json}`. Throws `BAD_CONFIG` for what cannot be loaded or holds
 * what is not known.
 */
export async function loadConfig({ cwd, modules = {} }: LoadConfigOptions): Promise<LoadedConfig> {
  const found = await search(path.resolve(cwd), modules);
  const config = found ? checkConfig(found.config ?? {}, found.filepath) : {};
  const root = found ? path.dirname(found.filepath) : path.resolve(cwd);
  return { config, file: found?.filepath, root, folder: path.resolve(root, config.folder ?? 'dynamodb-migrations') };
}

async function search(cwd: string, modules: { [name: string]: unknown }) {
  const script = (file: string) => evaluate(file, modules);
  const json = (file: string, text: string) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw unreadable(file, error);
    }
  };
  const loaders = Object.fromEntries(extensions.map((name) => [`.${name}`, name === 'json' ? json : script]));
  const searchPlaces = extensions.map((name) => `dynamodb-migrate.config.${name}`);
  return lilconfig('dynamodb-migrate', { searchPlaces, loaders, stopDir: path.parse(cwd).root, cache: false }).search(
    cwd,
  );
}

async function evaluate(file: string, modules: { [name: string]: unknown }): Promise<unknown> {
  const { createJiti } = require('jiti') as typeof import('jiti');
  try {
    const options = { fsCache: false, moduleCache: false, interopDefault: true, virtualModules: modules };
    return await createJiti(file, options).import(file, { default: true });
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): MigrateError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new MigrateError('BAD_CONFIG', `${path.basename(file)} cannot be loaded: ${reason}`, {
    cause,
    hint: `It is ${file}.`,
  });
}
