import { realpathSync, statSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageAbove, targetsOf } from './package';
import type { TsConfig } from './tsconfig';

/** How names of modules lead to files. */
export interface Resolution {
  /** Whether the script is TypeScript, whose loader knows more endings than Node does. */
  typescript: boolean;
  config: TsConfig | undefined;
}

/**
 * The files of one's own that a module's name leads to from a file, by their real paths: all of them where conditions of
 * a `package.json` decide. None for packages, for what is built in, and for what is not there.
 */
export function resolveModule(name: string, from: string, { typescript, config }: Resolution): string[] {
  const folder = path.dirname(from);
  const find = (place: string) => {
    const wanted = path.resolve(folder, place);
    return typescript ? (byLoader(wanted) ?? byNode(wanted)) : (byNode(wanted) ?? byLoader(wanted));
  };
  const first = (places: readonly string[]) => real(firstOf(places, find));
  if (name.startsWith('file:')) return first(addressed(name));
  if (isPath(name)) return first([name, ...addressed(name)]);
  const found = first(config?.resolve?.(name) ?? []);
  return found.length > 0 ? found : targetsOf(name, packageAbove(from)).flatMap((target) => first([target]));
}

/** Whether a module is asked for by where it is. */
export function isPath(name: string): boolean {
  return /^\.{1,2}(\/|$)/.test(name) || path.isAbsolute(name);
}

/** The path that `import` takes an address for. */
function addressed(name: string): string[] {
  try {
    if (name.startsWith('file:')) return [fileURLToPath(name)];
    return /[%?#]/.test(name) ? [decodeURIComponent(name.replace(/[?#].*/s, ''))] : [];
  } catch {
    return [];
  }
}

interface Internals {
  _resolveFilename(name: string, parent: { id: string; filename: string; paths: string[] }): string;
}

function byNode(wanted: string): string | undefined {
  const parent = { id: wanted, filename: wanted, paths: [] };
  try {
    const found = (Module as unknown as Internals)._resolveFilename(wanted, parent);
    return isFile(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

const endings = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'json'].map((extension) => `.${extension}`);
const ends = ['', ...endings, ...endings.map((ending) => `/index${ending}`)];

function byLoader(wanted: string): string | undefined {
  // TypeScript names files by what they become.
  return [...ends.map((end) => wanted + end), wanted.replace(/js$/, 'ts')].find(isFile);
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function real(file: string | undefined): string[] {
  return file === undefined ? [] : [realpathSync(file)];
}
