import Module from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { inThisRun, type RunScope } from '../run/run-scope';
import type { GuardData } from './sdk-guard-thread.mjs';
import { isPart, type SdkUse, sdkModule } from './sdk-names';
import { unguarded } from './unguarded';

export interface SdkGuard {
  /** What has loaded the SDK, or tried to, since the last time this was asked. */
  uses(): SdkUse[];
  /** Is called, from now on, as soon as something loads the SDK or tries to. */
  watch(onUse: (use: SdkUse) => void): void;
  /** Watches no more. */
  end(): void;
}

export interface SdkGuardOptions {
  script: string;
  allowed: boolean;
  /** Whether imports are seen by older Nodes, too. @default true */
  imports?: boolean;
  /** The run on whose behalf modules are loaded that concern it. */
  scope: RunScope;
}

type Note = (use: SdkUse) => void;

const guards = new Set<Note>();
let hooked = false;
/** Modules that have been loaded under the eyes of the guards there are, so that what they asked for has been told. */
let watched = new WeakSet<NodeModule>();

/**
 * Watches every module that a run loads from now on for the AWS SDK; what loads it gets `UNGUARDED_SDK` thrown at it
 * instead, unless that is allowed. We and the SDK's own parts may always load it.
 */
export function guardSdk({ script, allowed, scope, imports = true }: SdkGuardOptions): SdkGuard {
  const known: SdkUse[] = [];
  let tell: ((use: SdkUse) => void) | undefined;
  const note: Note = ({ file, module }) => {
    if (!inThisRun(scope)) return;
    // jiti loads on behalf of a TypeScript file.
    const use = { file: /[\\/]node_modules[\\/]jiti[\\/]/.test(file) ? script : file, module };
    known.push(use);
    tell?.(use);
    if (!allowed) throw unguarded([use], script);
  };
  guards.add(note);
  watched = new WeakSet();
  hook();
  // A thread resolves for the whole process, so that it is asked only where there is nobody else.
  const isBlind = imports && scope.alone && !('registerHooks' in Module);
  const port = isBlind ? guardImportOfOldNode(allowed, script) : undefined;
  const noteLate = (use: SdkUse) => {
    known.push(use);
    tell?.(use);
  };
  return {
    uses() {
      for (let late = port && receiveMessageOnPort(port); late; late = receiveMessageOnPort(port!)) {
        known.push(late.message);
      }
      return known.splice(0);
    },
    watch(onUse) {
      tell = onUse;
      port?.on('message', noteLate).unref();
    },
    end() {
      guards.delete(note);
      port?.close();
    },
  };
}

function hook(): void {
  if (hooked) return;
  hooked = true;
  hookRequire();
  hookImport();
}

function noteAll(use: SdkUse): void {
  for (const note of guards) note(use);
}

// The engine is what talks to DynamoDB for us.
const own = path.dirname(require.resolve('@dynamodb-migrate/core')) + path.sep;

function isOurs(file: string): boolean {
  return file.startsWith(own) || isPart(file);
}

function hookRequire(): void {
  const internals = Module as unknown as {
    _resolveFilename(request: string, parent: { filename?: string } | undefined, ...rest: unknown[]): string;
    _load(request: string, parent: NodeModule | undefined, ...rest: unknown[]): unknown;
  };
  const { _resolveFilename: resolve, _load: load } = internals;
  internals._resolveFilename = function (request, parent, ...rest) {
    const resolved = resolve.call(this, request, parent, ...rest);
    if (guards.size === 0) return resolved;
    const module = sdkModule(request, resolved);
    const file = parent?.filename;
    if (module !== undefined && file && !isOurs(file)) noteAll({ file, module });
    return resolved;
  };
  // A module that is loaded already asks for nothing any more.
  internals._load = function (request, parent, ...rest) {
    const isWatched = guards.size > 0 && parent?.filename && !isOurs(parent.filename);
    if (!isWatched) return load.call(this, request, parent, ...rest);
    if (!parent.loaded) watched.add(parent);
    const before = parent.children.length;
    const exports = load.call(this, request, parent, ...rest);
    for (const child of parent.children.slice(before)) usesBelow(child).forEach(noteAll);
    return exports;
  };
}

/** Where a module that was loaded before, and those that it has loaded, have the SDK from. */
function usesBelow(module: NodeModule, seen = new Set<NodeModule>()): SdkUse[] {
  if (seen.has(module) || watched.has(module) || isOurs(module.filename)) return [];
  seen.add(module);
  return module.children.flatMap((child) => {
    const name = sdkModule('', child.filename);
    return name === undefined ? usesBelow(child, seen) : [{ file: module.filename, module: name }];
  });
}

type Resolve = (
  specifier: string,
  context: { conditions: string[]; parentURL?: string },
  next: Next,
) => { url: string };
type Next = (specifier: string, context: unknown) => { url: string };

function hookImport(): void {
  const { registerHooks } = Module as typeof Module & { registerHooks?(hooks: { resolve: Resolve }): void };
  registerHooks?.({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (guards.size === 0) return found;
      if (!context.conditions.includes('import') || !context.parentURL?.startsWith('file:')) return found;
      const module = sdkModule(specifier, found.url);
      const file = fileURLToPath(context.parentURL);
      if (module !== undefined && !isOurs(file)) noteAll({ file, module });
      return found;
    },
  });
}

// Before Node 22.15 imports are resolved in a thread of their own.
function guardImportOfOldNode(allowed: boolean, script: string): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const data: GuardData = { port: port2, ours: own, allowed, script };
  Module.register(pathToFileURL(path.join(__dirname, 'sdk-guard-thread.mjs')), { data, transferList: [port2] });
  port1.unref();
  return port1;
}
