import { readFileSync, realpathSync } from 'node:fs';
import { importedModules } from './imported-modules';
import { packageAbove } from './package';
import { parseScript } from './parse';
import { type Resolution, resolveModule } from './resolve';
import { type TsConfig, tsConfigOf } from './tsconfig';

/**
 * The files that a script is made of, itself first: it, and all of one's own that it reaches by names that are written
 * down: by paths, by `imports` and `exports` of the `package.json` and, in TypeScript, by the `tsconfig.json`.
 */
export function reachable(script: string): SourceFile[] {
  const files = new Map<string, SourceFile>();
  const isTypeScript = typescript.test(script);
  const resolution = { typescript: isTypeScript, config: isTypeScript ? readable(script) : undefined };
  const reach = (path: string) => {
    if (files.has(path)) return;
    const bytes = readFileSync(path);
    const text = bytes.toString('latin1').replaceAll('\r\n', '\n');
    const links = new Map<string, string>();
    const file: SourceFile = { path, bytes, text, links };
    files.set(path, file);
    const { names, problem } = localNames(file, resolution);
    if (problem !== undefined) file.problem = problem;
    for (const name of names) {
      const found = resolveModule(name, path, resolution);
      if (found.length === 1) links.set(name, found[0]!);
      found.forEach(reach);
    }
  };
  reach(realpathSync(script));
  return [...files.values()];
}

/** A file and its contents. */
export interface SourceFile {
  /** Absolute, without symbolic links. */
  path: string;
  bytes: Buffer;
  /** The same, a character a byte, with LF for line ends. */
  text: string;
  /** The files that names of modules in it lead to, where they lead to one of one's own. */
  links: ReadonlyMap<string, string>;
  /** Why it could not be parsed. What looks like the path of a module in it is taken for one. */
  problem?: string;
}

/** The modules that a file asks for by name; none where it is no code, or cannot be parsed. */
export function modulesOf(file: Pick<SourceFile, 'path' | 'text'>): string[] {
  return parsed(file).names;
}

const typescript = /\.[cm]?ts$/;
const code = /\.[cm]?[jt]s$/;

function parsed({ path, text }: Pick<SourceFile, 'path' | 'text'>): { names: string[]; problem?: string } {
  // To Node all else is JavaScript, whatever its ending.
  if (/\.(json|node|wasm)$/.test(path)) return { names: [] };
  try {
    return { names: importedModules(parseScript(utf8(text), path)).map(({ name }) => name) };
  } catch (error) {
    return code.test(path) ? { names: [], problem: (error as Error).message } : { names: [] };
  }
}

// Who loads the script says what is wrong with its configuration.
function readable(script: string): TsConfig | undefined {
  try {
    return tsConfigOf(script);
  } catch {
    return undefined;
  }
}

/** Names in a file that may lead to files of one's own. */
function localNames(file: SourceFile, { config }: Resolution): { names: readonly string[]; problem?: string } {
  // To parse takes longer than most runs take to start.
  if (!config?.resolve && !mayNameFiles(file)) return { names: [] };
  const { names, problem } = parsed(file);
  if (problem === undefined) return { names };
  return { names: [...utf8(file.text).matchAll(quotedPath)].map(([, , name]) => name!), problem };
}

const quotedPath = /(['"`])((?:\.{1,2}\/|\/|#|file:)[^'"`\n]*|\.{1,2})\1/g;

function mayNameFiles({ path, text }: SourceFile): boolean {
  if (/['"`](\.{1,2}[/'"`]|\/\w|[a-z]:[\\/]|file:)/i.test(text)) return true;
  const own = packageAbove(path);
  if (own?.imports && /['"`]#/.test(text)) return true;
  return Boolean(own?.exports && own.name && text.includes(own.name));
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}
