import path from 'node:path';
import { type Connect, readOnly } from '@dynamodb-migrate/core';
import { provideDyno } from '../script/dyno-hook';
import { loadScript } from '../script/load';
import { sharedDyno } from '../script/shared-dyno';

export interface LoadModuleOptions {
  /** Modules below this folder are loaded afresh by whoever asks for them next. */
  root: string;
  /** Where the clients lead that a script makes while it is loaded; they can only read. */
  connect: Connect;
}

/**
 * A loader of what scripts export, for what they say of themselves. Nothing of a CommonJS script stays loaded, so that a
 * run loads it again with the run's own clients.
 */
export function moduleLoader({ root, connect }: LoadModuleOptions): (file: string) => Promise<unknown> {
  const guard = readOnly();
  return async (file) => {
    const Dyno = sharedDyno({ connect: (target) => guard(connect(target), target) });
    provideDyno(Dyno);
    const before = new Set(Object.keys(require.cache));
    try {
      return (await loadScript(file, { dyno: Dyno, '@mapbox/dyno': Dyno })).module;
    } finally {
      for (const name of Object.keys(require.cache)) {
        if (!before.has(name) && isOwn(path.relative(root, name))) delete require.cache[name];
      }
    }
  };
}

function isOwn(relative: string): boolean {
  return !path.isAbsolute(relative) && !/(^\.\.|(^|[\\/])node_modules)([\\/]|$)/.test(relative);
}
