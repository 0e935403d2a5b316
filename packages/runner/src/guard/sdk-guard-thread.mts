import type { ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import { isPart, refusalOf, sdkModule } from './sdk-names.js';

// Hooks of the thread in which Node before 22.15 resolves imports; the guard on the main thread is told by a port.
export interface GuardData {
  port: MessagePort;
  /** Folder of our own code. */
  ours: string;
  allowed: boolean;
  script: string;
}

let data: GuardData;

export function initialize(given: GuardData): void {
  data = given;
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  const found = await next(specifier, context);
  const module = sdkModule(specifier, found.url);
  if (module === undefined || !context.parentURL?.startsWith('file:')) return found;
  const file = fileURLToPath(context.parentURL);
  if (file.startsWith(data.ours) || isPart(file)) return found;
  data.port.postMessage({ file, module });
  if (data.allowed) return found;
  throw Object.assign(new Error(refusalOf([{ file, module }], data.script)), { code: 'UNGUARDED_SDK' });
};
