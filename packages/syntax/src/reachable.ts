import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { importedModules } from './imported-modules';
import { parseScript } from './parse';
import { type TsConfig, tsConfigOf } from './tsconfig';

/**
 * The files that a script is made of, itself first: it, and all that it reaches by relative paths and, in TypeScript, by
 * those of its `tsconfig.json`.
 */
export function reachable(script: string): SourceFile[] {
  const files = new Map<string, SourceFile>();
  const config = typescript.test(script) ? readable(script) : undefined;
  const reach = (path: string) => {
    if (files.has(path)) return;
    const bytes = readFileSync(path);
    const file = { path, bytes, text: bytes.toString('latin1').replaceAll('\r\n', '\n') };
    files.set(path, file);
    localModules(file, config).forEach(reach);
  };
  reach(script);
  return [...files.values()];
}

/** A file and its contents. */
export interface SourceFile {
  path: string;
  bytes: Buffer;
  /** The same, a character a byte, with LF for line ends. */
  text: string;
}

/** The modules that a file asks for by name; none where it is no code, or cannot be parsed. */
export function modulesOf({ path, text }: Pick<SourceFile, 'path' | 'text'>): string[] {
  if (!/\.[cm]?[jt]s$/.test(path)) return [];
  try {
    return importedModules(parseScript(Buffer.from(text, 'latin1').toString(), path)).map(({ name }) => name);
  } catch {
    return [];
  }
}

const typescript = /\.[cm]?ts$/;

// Who loads the script says what is wrong with its configuration.
function readable(script: string): TsConfig | undefined {
  try {
    return tsConfigOf(script);
  } catch {
    return undefined;
  }
}

function localModules(file: SourceFile, config: TsConfig | undefined): string[] {
  // To parse takes longer than most runs take to start.
  if (!config?.resolve && !/['"`]\.{1,2}[/'"`]/.test(file.text)) return [];
  const folder = path.dirname(file.path);
  return modulesOf(file).flatMap((name) => {
    if (/^\.{1,2}(\/|$)/.test(name)) return resolve(folder, name) ?? [];
    return config?.resolve?.(name).flatMap((place) => resolve(folder, place) ?? [])[0] ?? [];
  });
}

const endings = ['', ...['js', 'json', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((extension) => `.${extension}`)];

function resolve(folder: string, name: string): string | undefined {
  const wanted = path.resolve(folder, name);
  // TypeScript names files by what they become.
  const typescript = wanted.replace(/js$/, 'ts');
  const candidates = [...endings, ...endings.slice(1).map((ending) => `/index${ending}`)].map((end) => wanted + end);
  return [...candidates, typescript].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}
