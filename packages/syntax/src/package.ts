import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a `package.json` says of the modules of its package. */
export interface Package {
  folder: string;
  name?: string;
  type?: string;
  imports?: unknown;
  exports?: unknown;
}

/** The package that a file belongs to; undefined for none, and for one that cannot be read. */
export function packageAbove(file: string): Package | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return { ...JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')), folder };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined;
    }
    if (folder === path.dirname(folder) || path.basename(folder) === 'node_modules') return undefined;
  }
}

/**
 * The files that a module's name may lead to within a package, by its `imports` or, under its own name, its `exports`:
 * under every condition, as which of them will hold is not known.
 */
export function targetsOf(name: string, own: Package | undefined): string[] {
  if (!own) return [];
  const { folder, imports, exports } = own;
  if (name.startsWith('#')) return targets(imports, name).map((target) => path.resolve(folder, target));
  if (!own.name || !(name === own.name || name.startsWith(`${own.name}/`))) return [];
  return targets(bySubpath(exports), `.${name.slice(own.name.length)}`).map((target) => path.resolve(folder, target));
}

/** `exports` may leave out that it is about the package itself. */
function bySubpath(exports: unknown): unknown {
  const keys = typeof exports === 'object' && exports !== null && !Array.isArray(exports) ? Object.keys(exports) : [];
  return keys.some((key) => key.startsWith('.')) ? exports : { '.': exports };
}

function targets(map: unknown, name: string): string[] {
  if (typeof map !== 'object' || map === null) return [];
  return Object.entries(map).flatMap(([pattern, target]) => {
    const starred = starOf(pattern, name);
    if (starred === undefined) return [];
    return leaves(target)
      .filter((leaf) => leaf.startsWith('./'))
      .map((leaf) => leaf.replaceAll('*', starred));
  });
}

function starOf(pattern: string, name: string): string | undefined {
  const [before, after] = pattern.split('*');
  if (after === undefined) return pattern === name ? '*' : undefined;
  const fits = name.length > pattern.length - 1 && name.startsWith(before!) && name.endsWith(after);
  return fits ? name.slice(before!.length, name.length - after.length) : undefined;
}

function leaves(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  return typeof target === 'object' && target !== null ? Object.values(target).flatMap(leaves) : [];
}
