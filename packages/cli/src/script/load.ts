import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { MigrateError } from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import { unlessDrained } from '../unless-drained';
import { beforeImport } from './dyno-hook';
import { explainLoadError } from './load-error';
import { packageType } from './package-type';
import { quietly } from './typeless-warning';

/** A function that a file exports. */
export interface Loaded {
  /** Absolute, without symbolic links. */
  path: string;
  exported: Script;
  /** Everything that the file exports. */
  module: unknown;
}

/**
 * Loads the function that a script exports, be it CommonJS, an ES module or TypeScript. Throws a `MigrateError`:
 * `NO_SCRIPT`, `SCRIPT_UNREADABLE`, `SCRIPT_THREW` when its own code throws, `NO_FUNCTION`.
 * @param modules modules that it may ask for by these names, for loaders with a resolution of their own
 * @param howToExport the hint when it exports no function
 */
export async function loadScript(
  file: string,
  modules: { [name: string]: unknown } = {},
  howToExport = 'Export one: module.exports = (record, dyno, callback) => { … }, or export default async (record, dyno) => { … }',
): Promise<Loaded> {
  const script = locateScript(file);
  if (script.endsWith('.json')) {
    throw new MigrateError('SCRIPT_UNREADABLE', `${file} is JSON and no script`, { hint: howToExport });
  }
  const stuck = new MigrateError(
    'SCRIPT_UNREADABLE',
    `${path.basename(script)} is never loaded: its top-level await never settles`,
  );
  let loaded: any;
  try {
    loaded = await unlessDrained(load(script, modules), () => stuck);
  } catch (error) {
    throw error === stuck ? stuck : explainLoadError(error, script);
  }
  const exported = [loaded, loaded?.default, loaded?.default?.default].find((value) => typeof value === 'function');
  if (!exported) {
    throw new MigrateError('NO_FUNCTION', `${file} exports no function`, { hint: howToExport });
  }
  const finish = exported.finish ?? loaded.finish ?? loaded.default?.finish;
  if (typeof finish === 'function' && exported.finish !== finish) exported.finish = finish;
  return { path: script, exported, module: loaded };
}

/** The file of a script, absolute and without symbolic links. Throws `NO_SCRIPT`. */
export function locateScript(file: string): string {
  let script: string;
  try {
    script = realpathSync(path.resolve(file));
  } catch (cause) {
    throw new MigrateError('NO_SCRIPT', `invalid migration script path: there is no file ${file}`, {
      cause,
      hint: 'Give the path with its extension.',
    });
  }
  if (statSync(script).isDirectory()) {
    throw new MigrateError('NO_SCRIPT', `invalid migration script path: ${file} is a folder`, {
      hint: 'Give the path of one file in it.',
    });
  }
  return script;
}

async function load(script: string, modules: { [name: string]: unknown }): Promise<unknown> {
  const [, module, typescript] = /\.([cm]?)(j|t)s$/.exec(script) ?? [];
  if (typescript === 't') {
    beforeImport();
    const { createJiti } = require('jiti') as typeof import('jiti');
    return createJiti(script, { fsCache: false, virtualModules: modules }).import(script);
  }
  const isModule = module === 'm' || (module !== 'c' && (packageType(script) === 'module' || !isCommonJs(script)));
  if (!isModule) return require(script);
  beforeImport();
  return quietly(() => import(pathToFileURL(script).href));
}

function isCommonJs(script: string): boolean {
  const source = readFileSync(script, 'utf8').replace(/^#!.*/, '');
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}
