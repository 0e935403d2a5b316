import Module from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { held } from './sources';

interface Context {
  conditions: string[];
}
interface Resolved {
  url: string;
}
interface Loaded {
  source?: unknown;
}

interface Hooks {
  resolve(specifier: string, context: Context, next: (...args: any[]) => Resolved): Resolved;
  load(url: string, context: unknown, next: (...args: any[]) => Loaded): Loaded;
}

let hooked = false;
let thread: MessagePort | undefined;

/** Makes `import` load what files are held at. */
export function hookImport(): void {
  if (hooked) return;
  hooked = true;
  const { registerHooks } = Module as typeof Module & { registerHooks?(hooks: Hooks): void };
  if (registerHooks) registerHooks({ resolve, load });
  else inThread();
}

/** To be called whenever other files are held. */
export function tellImports(): void {
  if (held.size > 0 && ('registerHooks' in Module || mayImport())) hookImport();
  thread?.postMessage(byAddress());
}

/** Whether a script that is required may import others: what it imports is loaded in the thread. */
function mayImport(): boolean {
  return [...held.values()].some(({ text }) => /\bimport\s*\(/.test(text));
}

const resolve: Hooks['resolve'] = (specifier, context, next) => {
  const resolved = next(specifier, context);
  const version = context.conditions.includes('import') ? heldAt(resolved.url)?.version : 0;
  return version && !resolved.url.includes('?') ? { ...resolved, url: `${resolved.url}?held=${version}` } : resolved;
};

const load: Hooks['load'] = (url, context, next) => {
  const loaded = next(url, context);
  const file = heldAt(url);
  // CommonJS comes without its source where `require` is left to load it.
  return file && loaded.source != null ? { ...loaded, source: file.text } : loaded;
};

function heldAt(url: string) {
  return url.startsWith('file:') ? held.get(fileURLToPath(url)) : undefined;
}

function byAddress(): [string, { text: string; version: number }][] {
  return [...held].map(([file, { text, version }]) => [pathToFileURL(file).href, { text, version }]);
}

/** Older Nodes run the hooks of `import` in a thread of their own. */
function inThread(): void {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  thread = port1;
  Module.register(`data:text/javascript,${encodeURIComponent(threadSource)}`, {
    data: { port: port2, files: byAddress() },
    transferList: [port2],
  });
}

const threadSource = `
import { receiveMessageOnPort } from 'node:worker_threads';
let port;
let held;
export function initialize(data) {
  port = data.port;
  held = new Map(data.files);
}
function heldAt(url) {
  for (let told = receiveMessageOnPort(port); told; told = receiveMessageOnPort(port)) held = new Map(told.message);
  return held.get(url.split('?')[0]);
}
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const version = heldAt(resolved.url)?.version;
  return version && !resolved.url.includes('?') ? { ...resolved, url: resolved.url + '?held=' + version } : resolved;
}
export async function load(url, context, next) {
  const loaded = await next(url, context);
  const file = heldAt(url);
  return file && loaded.source != null ? { ...loaded, source: file.text } : loaded;
}`;
