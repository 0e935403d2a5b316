import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const names = ['dyno', '@mapbox/dyno'];
const filename = path.join(__dirname, 'dyno');
const esm = pathToFileURL(path.join(__dirname, 'dyno.mjs')).href;

/** Makes `dyno`, under either of its names, stand for `dyno` in every module loaded from now on. */
export function provideDyno(dyno: unknown): void {
  const known = filename in require.cache;
  require.cache[filename] = Object.assign(new Module(filename), { filename, loaded: true, exports: dyno });
  if (!known) {
    hookRequire();
    hookImport();
  }
}

function hookRequire(): void {
  const internals = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolve = internals._resolveFilename;
  internals._resolveFilename = function (request, ...rest) {
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
