import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { compareScriptNames } from './script-name';
import { importedModules, parseScript } from './syntax';

/**
 * The SHA-256 of a script: of the file alone where it asks for no relative module, else of the lines that `sha256sum`
 * prints for it and for all relative modules that it reaches, named relative to its folder and sorted behind it. Line
 * ends count as LF, so that a checkout does not change it. Packages are not part of it.
 */
export function hashScript(file: string): string {
  const folder = path.dirname(file);
  const [script, ...modules] = [...reachable(file)];
  if (modules.length === 0) return sha256(script![1]);
  const lines = modules
    .map(([module, text]) => ({ name: path.relative(folder, module).replaceAll('\\', '/'), text }))
    .sort((a, b) => compareScriptNames(a.name, b.name));
  const all = [{ name: path.basename(file), text: script![1] }, ...lines];
  return sha256(all.map(({ name, text }) => `${sha256(text)}  ${name}\n`).join(''));
}

/** Files that a script is made of, itself first, with their contents. */
function reachable(file: string, known = new Map<string, string>()): Map<string, string> {
  if (known.has(file)) return known;
  const text = readFileSync(file, 'latin1').replaceAll('\r\n', '\n');
  known.set(file, text);
  for (const name of relativeModules(text, file)) {
    const module = resolve(path.dirname(file), name);
    if (module) reachable(module, known);
  }
  return known;
}

function relativeModules(text: string, file: string): string[] {
  if (!/\.[cm]?[jt]s$/.test(file)) return [];
  try {
    const program = parseScript(Buffer.from(text, 'latin1').toString(), file);
    return importedModules(program)
      .map(({ name }) => name)
      .filter((name) => /^\.{1,2}(\/|$)/.test(name));
  } catch {
    return [];
  }
}

const endings = ['', ...['js', 'json', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((extension) => `.${extension}`)];

function resolve(folder: string, name: string): string | undefined {
  const wanted = path.resolve(folder, name);
  const typescript = wanted.replace(/js$/, 'ts');
  const candidates = [...endings, ...endings.slice(1).map((ending) => `/index${ending}`)].map((end) => wanted + end);
  return [...candidates, typescript].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
