import type { Config } from '../config/config';
import type { Environment } from '../config/environment';
import { listScripts, type ScriptFile } from './list-scripts';
import { type Metadata, readMetadata } from './metadata';
import { readSources, type ScriptSources } from './read-sources';

/** A script, what it says of itself, and what that means in an environment. */
export interface Script extends ScriptFile, ScriptSources {
  /** Names of its tables in the environment; none when neither it nor the configuration names one. */
  tables: string[];
  /** Absent when it could not be loaded. */
  metadata?: Metadata;
  /** Why it could not be loaded, or what it says of itself could not be understood. */
  error?: Error;
  /** The line to add to a script that names no table. */
  tableLine?: string;
}

export interface ReadScriptsOptions {
  /** Absolute. */
  folder: string;
  config: Config;
  environment: Environment;
  /** Gives what a file exports that contains this. The environment's variables must be set before. */
  load: (file: string, sources: ScriptSources['sources']) => Promise<unknown>;
}

export interface Scripts {
  /** In the order in which they are applied. */
  scripts: Script[];
  /** See `ScriptList`. */
  undated: string[];
}

/** Reads all scripts of a folder, one after the other. One that cannot be loaded is told with its error. Throws `NO_FOLDER`. */
export async function readScripts(options: ReadScriptsOptions): Promise<Scripts> {
  const { scripts, undated } = await listScripts(options.folder);
  const read: Script[] = [];
  for (const file of scripts) read.push(await readScript(file, options));
  return { scripts: read, undated };
}

async function readScript(file: ScriptFile, { config, environment, load }: ReadScriptsOptions): Promise<Script> {
  const script: Script = { ...file, ...readSources(file.path), tables: [] };
  const configured = [config.tables?.[file.file] ?? []].flat();
  try {
    script.metadata = readMetadata(await load(file.path, script.sources));
    const named = script.metadata.tables.length > 0 ? script.metadata.tables : configured;
    script.tables = named.map(environment.tableName);
  } catch (error) {
    script.error = error as Error;
    return script;
  }
  if (script.tables.length === 0) script.tableLine = tableLine(script.sources.values().next().value!.bytes.toString());
  return script;
}

function tableLine(source: string): string {
  const name = "'TABLE-${env}'";
  return /^\s*(module\.)?exports\b/m.test(source) ? `module.exports.table = ${name};` : `export const table = ${name};`;
}
