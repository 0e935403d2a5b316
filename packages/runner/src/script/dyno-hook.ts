import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { hookImport as hookHeld } from './held/hook-import';
import { held } from './held/sources';

const names = ['dyno', '@mapbox/dyno'];
const filename = path.join(__dirname, 'dyno');
const manifest = path.join(__dirname, 'dyno', 'package.json');
const esm = pathToFileURL(path.join(__dirname, 'dyno.mjs')).href;

const dependencies = `${path.sep}node_modules${path.sep}`;

/** Hooks `import` where that has been put off. */
let hookLate: (() => void) | undefined;

/** Makes `dyno`, under either of its names, stand for `dyno` in every module loaded from now on. */
export function provideDyno(dyno: unknown): void {
  const known = filename in require.cache;
  provide(filename, dyno);
  // The version of the client that this one stands for.
  provide(manifest, { name: '@mapbox/dyno', version: '1.6.3', main: 'index.js' });
  if (known) return;
  hookRequire();
  if ('registerHooks' in Module) hookImport();
  else hookImportLate();
}

function provide(file: string, exports: unknown): void {
  require.cache[file] = Object.assign(new Module(file), { filename: file, loaded: true, exports });
}

/** To be called before a script is imported rather than required. */
export function beforeImport(): void {
  hookLate?.();
  hookLate = undefined;
  if (held.size > 0) hookHeld();
}

/**
 * Older Nodes run the hooks of `import` in a thread of their own, which takes as long to start as all else. Only ES
 * modules need them, and code that imports one.
 */
function hookImportLate(): void {
  hookLate = hookImport;
  const { prototype } = Module as unknown as { prototype: { _compile(content: string, file: string): unknown } };
  const compile = prototype._compile;
  prototype._compile = function (content, file) {
    if (hookLate && /\bimport\s*\(/.test(content) && !file.includes(dependencies)) beforeImport();
    return compile.call(this, content, file);
  };
}

function hookRequire(): void {
  const internals = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolve = internals._resolveFilename;
  internals._resolveFilename = function (request, ...rest) {
    if (request.endsWith('/package.json') && names.includes(path.dirname(request))) return manifest;
    return names.includes(request) ? filename : resolve.call(this, request, ...rest);
  };
}

type Resolve = (specifier: string, context: { conditions: string[] }, next: (...args: any[]) => unknown) => unknown;

function hookImport(): void {
  const { registerHooks, register } = Module as typeof Module & { registerHooks?(hooks: { resolve: Resolve }): void };
  if (!registerHooks) {
    const source = `export const resolve = (specifier, context, next) => ${JSON.stringify(names)}.includes(specifier)
      ? { url: ${JSON.stringify(esm)}, shortCircuit: true } : next(specifier, context);`;
    register(`data:text/javascript,${encodeURIComponent(source)}`);
    return;
  }
  registerHooks({
    resolve: (specifier, context, next) =>
      names.includes(specifier) && context.conditions.includes('import')
        ? { url: esm, shortCircuit: true }
        : next(specifier, context),
  });
}
