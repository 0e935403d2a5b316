import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { isSdk, type SdkUse } from './sdk-names';

const imports =
  /(?:\brequire\s*\(|\bimport\s*\(|(?:^|;)\s*import(?!\s+type\b)\b[^'"`;]*?|(?:^|;)\s*export(?!\s+type\b)\b[^'"`;]*?\bfrom\b)\s*(['"`])([^'"`\n]+)\1/gm;
const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const endings = ['', '.js', '.cjs', '.mjs', '.ts', '.mts', '.cts', '/index.js', '/index.ts'];

/**
 * Looks through a script and the files that it loads by relative paths for the AWS SDK, whenever it would be loaded. Of a
 * function there is nothing to look through.
 */
export function findSdk(script: string | undefined): SdkUse[] {
  const uses: SdkUse[] = [];
  const seen = new Set<string>();
  const pending = script === undefined ? [] : [script];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const module of importsOf(file)) {
      if (isSdk(module)) uses.push({ file, module });
      else if (/^\.{1,2}\//.test(module)) pending.push(...resolve(path.dirname(file), module));
    }
  }
  return uses;
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8').replace(comments, '');
  return [...source.matchAll(imports)].map(([, , module]) => module!);
}

function resolve(folder: string, module: string): string[] {
  const base = path.join(folder, module);
  // TypeScript names files by what they become.
  const bases = [base, base.replace(/\.([cm]?)js$/, '.$1ts')];
  const found = bases
    .flatMap((name) => endings.map((ending) => name + ending))
    .find((name) => existsSync(name) && statSync(name).isFile() && /\.[cm]?[jt]s$/.test(name));
  return found === undefined ? [] : [realpathSync(found)];
}
