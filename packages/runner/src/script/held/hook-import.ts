import Module from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { MigrateError } from '@dynamodb-migrate/core';
import { held, heldLink } from './sources';
import { isUnread, tellUnread, unreadModule } from './unread';

interface Context {
  conditions: string[];
  parentURL?: string;
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

/** Makes `import` load what files are held at, from where names in them led to. */
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

/** What modules were not read that are loaded next, by address: the files that ask for them. */
const asking = new Map<string, string>();

const resolve: Hooks['resolve'] = (specifier, context, next) => {
  // What is required has been seen to.
  if (!context.conditions.includes('import')) return next(specifier, context);
  const parent = context.parentURL === undefined ? undefined : fileOf(context.parentURL);
  const link = hasQuery.test(specifier) ? undefined : heldLink(parent, specifier);
  const resolved = next(link === undefined ? specifier : pathToFileURL(link).href, context);
  const file = fileOf(resolved.url);
  if (file !== undefined && isUnread(parent, specifier, file)) asking.set(resolved.url, parent!);
  const version = file === undefined ? undefined : held.get(file)?.version;
  return version && !resolved.url.includes('?') ? { ...resolved, url: `${resolved.url}?held=${version}` } : resolved;
};

const hasQuery = /\?|.#/;

const load: Hooks['load'] = (url, context, next) => {
  const path = fileOf(url);
  const parent = asking.get(url);
  asking.delete(url);
  if (parent !== undefined) tellUnread(parent, path!);
  const loaded = next(url, context);
  const file = path === undefined ? undefined : held.get(path);
  // CommonJS comes without its source where `require` is left to load it.
  return file && loaded.source != null ? { ...loaded, source: file.text } : loaded;
};

function fileOf(url: string): string | undefined {
  return url.startsWith('file:') ? fileURLToPath(url) : undefined;
}

type Told = [string, { text: string; version: number; links: ReadonlyMap<string, string>; refuses: boolean }];

function byAddress(): Told[] {
  return [...held].map(([file, { text, version, links, holders }]) => [
    pathToFileURL(file).href,
    {
      ...{ text, version, refuses: holders.some(({ unread }) => unread === 'refuse') },
      links: new Map([...links].map(([name, linked]) => [name, pathToFileURL(linked).href])),
    },
  ]);
}

/** Sees to what the thread has told. Throws as `tellUnread` does. */
export function hearImports(): void {
  for (let told = thread && receiveMessageOnPort(thread); told; told = receiveMessageOnPort(thread!))
    hear(told.message);
}

/** What an error of the thread says. */
export function heardError(error: any): unknown {
  if (error?.code !== 'UNREAD_MODULE' || error instanceof MigrateError || !error.parent) return error;
  return unreadModule(fileURLToPath(error.parent), fileURLToPath(error.url));
}

function hear({ parent, url }: { parent: string; url: string }): void {
  tellUnread(fileURLToPath(parent), fileURLToPath(url));
}

/** Older Nodes run the hooks of `import` in a thread of their own. */
function inThread(): void {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (told) => {
    // It is refused where it is asked for.
    try {
      hear(told);
    } catch {}
  });
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
const asking = new Map();
function unread(parent, url) {
  const [name, loaded] = [parent, url].map((one) => decodeURIComponent(one.split('/').at(-1)));
  const message = name + ' loads ' + loaded + ' by a path that is not written down, so nobody has approved it';
  return Object.assign(new Error(message), { code: 'UNREAD_MODULE', parent, url });
}
export async function resolve(specifier, context, next) {
  const address = context.parentURL?.split('?')[0];
  const parent = address && heldAt(address);
  const link = /\\?|.#/.test(specifier) ? undefined : parent?.links.get(specifier);
  const resolved = await next(link ?? specifier, context);
  const version = heldAt(resolved.url)?.version;
  const isOwn = /^(\\.{1,2}\\/|\\/|file:|#)/.test(specifier) && resolved.url.startsWith('file:');
  if (parent && isOwn && !heldAt(resolved.url) && !resolved.url.includes('/node_modules/')) asking.set(resolved.url, address);
  return version && !resolved.url.includes('?') ? { ...resolved, url: resolved.url + '?held=' + version } : resolved;
}
export async function load(url, context, next) {
  const parent = asking.get(url);
  asking.delete(url);
  if (parent) {
    port.postMessage({ parent, url });
    if (heldAt(parent)?.refuses) throw unread(parent, url);
  }
  const loaded = await next(url, context);
  const file = heldAt(url);
  return file && loaded.source != null ? { ...loaded, source: file.text } : loaded;
}`;
