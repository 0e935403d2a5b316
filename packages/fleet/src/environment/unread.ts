import path from 'node:path';
import { type Log, relativeName } from '@dynamodb-migrate/runner';

const warned = new WeakMap<Log, Set<string>>();

/** Warns, once, of a module that a script loads although it was not read with it. */
export function warnUnread(log: Log): (file: string, loaded: string) => void {
  const before = warned.get(log) ?? new Set();
  warned.set(log, before);
  return (file, loaded) => {
    const id = `${file}\n${loaded}`;
    if (before.has(id)) return;
    before.add(id);
    const name = relativeName(file, loaded);
    log.warn(
      `${path.basename(file)} loads ${name} by a path that is not written down: it may change without the script's hash changing`,
    );
  };
}
