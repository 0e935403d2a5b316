import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { compareScriptNames, parseScriptName, type ScriptName } from './script-name';

/** A script of the folder. */
export interface ScriptFile extends ScriptName {
  /** Absolute. */
  path: string;
}

export interface ScriptList {
  /** In the order in which they are applied. */
  scripts: ScriptFile[];
  /** Code in the folder whose name begins with no date: helpers, or scripts that are named wrongly. */
  undated: string[];
}

/**
 * Lists the scripts of a folder. What lies in folders inside of it is no script, nor are tests (`NAME.test.js`,
 * `NAME.spec.ts`), declarations and hidden files. Throws `NO_FOLDER`.
 */
export async function listScripts(folder: string): Promise<ScriptList> {
  const names = (await entries(folder)).filter(isCode).sort(compareScriptNames);
  const parsed = names.map((file) => ({ file, name: parseScriptName(file) }));
  return {
    scripts: parsed.flatMap(({ file, name }) => (name ? [{ ...name, path: path.join(folder, file) }] : [])),
    undated: parsed.filter(({ name }) => !name).map(({ file }) => file),
  };
}

async function entries(folder: string): Promise<string[]> {
  try {
    const all = await readdir(folder, { withFileTypes: true });
    return all.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch (cause) {
    throw new MigrateError('NO_FOLDER', `cannot read the folder of scripts ${folder}`, {
      cause,
      hint: 'Make it with `dynamodb-migrate new NAME`, or name another one as `folder` in the configuration.',
    });
  }
}

function isCode(name: string): boolean {
  return /^[^.].*\.[cm]?[jt]s$/.test(name) && !/\.(test|spec|d)\.[cm]?[jt]s$/.test(name);
}
