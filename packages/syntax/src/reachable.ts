import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { importedModules } from './imported-modules';
import { parseScript } from './parse';

/** The files that a script is made of, itself first: it, and all that it reaches by relative paths. */
export function reachable(script: string): SourceFile[] {
  const files = new Map<string, SourceFile>();
  const reach = (path: string) => {
    if (files.has(path)) return;
    const text = readFileSync(path, 'latin1').replaceAll('\r\n', '\n');
    files.set(path, { path, text });
    relativeModules(path, text).forEach(reach);
  };
  reach(script);
  return [...files.values()];
}

/** A file and its contents, a character a byte, with LF for line ends. */
export interface SourceFile {
  path: string;
  text: string;
}

/** The modules that a file asks for by name; none where it is no code, or cannot be parsed. */
export function modulesOf({ path, text }: SourceFile): string[] {
  if (!/\.[cm]?[jt]s$/.test(path)) return [];
  try {
    return importedModules(parseScript(Buffer.from(text, 'latin1').toString(), path)).map(({ name }) => name);
  } catch {
    return [];
  }
}

function relativeModules(file: string, text: string): string[] {
  // To parse takes longer than most runs take to start.
  if (!/['"`]\.{1,2}[/'"`]/.test(text)) return [];
  return modulesOf({ path: file, text })
    .filter((name) => /^\.{1,2}(\/|$)/.test(name))
    .flatMap((name) => resolve(path.dirname(file), name) ?? []);
}

const endings = ['', ...['js', 'json', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((extension) => `.${extension}`)];

function resolve(folder: string, name: string): string | undefined {
  const wanted = path.resolve(folder, name);
  // TypeScript names files by what they become.
  const typescript = wanted.replace(/js$/, 'ts');
  const candidates = [...endings, ...endings.slice(1).map((ending) => `/index${ending}`)].map((end) => wanted + end);
  return [...candidates, typescript].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}
