import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { MigrateError } from '@dynamodb-migrate/core';
import { held, heldLink, heldText } from './sources';
import { asksForOwn, isUnread, tellUnread } from './unread';

interface Internals {
  prototype: { _compile(content: string, file: string, format?: string): unknown };
  _resolveFilename(name: string, parent: Asking | null | undefined, ...rest: unknown[]): string;
  _load(name: string, parent: Asking | null | undefined, ...rest: unknown[]): unknown;
  _extensions: { [ending: string]: (module: { exports: unknown }, file: string) => void };
}

interface Asking {
  filename: string | null;
}

let hooked = false;

/** Makes `require` load what files are held at, from where names in them led to. */
export function hookRequire(): void {
  if (hooked) return;
  hooked = true;
  const internals = Module as unknown as Internals;
  const { _compile: compile } = internals.prototype;
  internals.prototype._compile = function (content, file, format) {
    // What such a module imports, older Nodes load without asking anybody.
    if (format === 'module' && !('registerHooks' in Module)) checkUnchanged();
    // TypeScript comes here without its types; Nodes that know it let hooks of `import` load it.
    const text = /\.[cm]?ts$/.test(file) ? undefined : heldText(file);
    return compile.call(this, text ?? content, file, format);
  };
  const { _resolveFilename: resolve, _load: load } = internals;
  internals._resolveFilename = function (name, parent, ...rest) {
    return heldLink(parent?.filename, name) ?? resolve.call(this, name, parent, ...rest);
  };
  internals._load = function (name, parent, ...rest) {
    const asking = parent?.filename;
    if (asking && held.has(asking) && asksForOwn(name)) {
      const file = internals._resolveFilename(name, parent);
      if (isUnread(asking, name, file)) tellUnread(asking, file);
    }
    return load.call(this, name, parent, ...rest);
  };
  const json = internals._extensions['.json']!;
  internals._extensions['.json'] = (module, file) => {
    const text = heldText(file);
    if (text === undefined) json(module, file);
    else module.exports = JSON.parse(text);
  };
}

function checkUnchanged(): void {
  for (const [file, { bytes }] of held) {
    if (bytes.equals(readFileSync(file))) continue;
    throw new MigrateError('SCRIPT_CHANGED', `${file} was changed since it was read`, {
      hint: 'Restore it, or begin again.',
    });
  }
}
