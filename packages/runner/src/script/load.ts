import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MigrateError } from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import { beforeImport } from './dyno-hook';
import { heardError, hearImports } from './held/hook-import';
import { tellLoaded } from './held/unread';
import { isModule } from './is-module';
import { explainLoadError } from './load-error';
import { quietly } from './typeless-warning';
import { unlessDrained } from './unless-drained';

/** A function that a file exports. */
export interface Loaded {
  /** Absolute, without symbolic links. */
  path: string;
  exported: Script;
  /** Everything that the file exports. */
  module: unknown;
}

export interface LoadOptions {
  /** Modules that it may ask for by these names, for loaders with a resolution of their own. */
  modules?: { [name: string]: unknown };
  /** The hint when it exports no function. */
  howToExport?: string;
  /** Loads it anew although it was loaded before. @default false */
  afresh?: boolean;
  /** Whether the process is the script's alone, so that one with nothing left to do will never load it. @default true */
  alone?: boolean;
}

const usualExport =
  'Export one: module.exports = (record, dyno, callback) => { … }, or export default async (record, dyno) => { … }';

/**
 * Loads the function that a script exports, be it CommonJS, an ES module or TypeScript. Throws a `MigrateError`:
 * `NO_SCRIPT`, `SCRIPT_UNREADABLE`, `SCRIPT_THREW` when its own code throws, `NO_FUNCTION`, `UNREAD_MODULE`.
 */
export async function loadScript(file: string, options: LoadOptions = {}): Promise<Loaded> {
  const { modules = {}, howToExport = usualExport, afresh = false, alone = true } = options;
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
    const loading = load(script, modules, afresh);
    loaded = alone ? await unlessDrained(loading, () => stuck) : await loading;
    hearImports();
    tellLoaded(script);
  } catch (thrown) {
    const error = heardError(thrown);
    throw isOurs(error) ? error : explainLoadError(error, script);
  }
  const exported = [loaded, loaded?.default, loaded?.default?.default].find((value) => typeof value === 'function');
  if (!exported) {
    throw new MigrateError('NO_FUNCTION', `${file} exports no function`, { hint: howToExport });
  }
  const finish = exported.finish ?? loaded.finish ?? loaded.default?.finish;
  if (typeof finish === 'function' && exported.finish !== finish) exported.finish = finish;
  return { path: script, exported, module: loaded };
}

/** What a script throws has another code, whatever it throws. */
function isOurs(error: unknown): boolean {
  return error instanceof MigrateError && ['SCRIPT_UNREADABLE', 'SCRIPT_CHANGED', 'UNREAD_MODULE'].includes(error.code);
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

async function load(script: string, modules: { [name: string]: unknown }, afresh: boolean): Promise<unknown> {
  if (/\.[cm]?ts$/.test(script)) {
    beforeImport();
    return (require('./load-typescript') as typeof import('./load-typescript')).loadTypeScript(script, modules);
  }
  if (!isModule(script)) return require(script);
  beforeImport();
  const url = pathToFileURL(script).href;
  const times = imported.get(url) ?? 0;
  imported.set(url, times + 1);
  return quietly(() => import(afresh && times > 0 ? `${url}?${times}` : url));
}

/** How often ES modules have been imported: Node forgets none of them. */
const imported = new Map<string, number>();
