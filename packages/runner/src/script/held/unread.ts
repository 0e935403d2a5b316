import path from 'node:path';
import { MigrateError } from '@dynamodb-migrate/core';
import { isPath, packageAbove } from '@dynamodb-migrate/syntax';
import { held } from './sources';

const dependencies = `${path.sep}node_modules${path.sep}`;

/** What files that were held have loaded without its being held: ES modules are loaded only once. */
const loadedUnread = new Map<string, string>();

/** Whether a held file asks for one of one's own that is not held. */
export function isUnread(file: string | null | undefined, name: string, loaded: string): boolean {
  if (!file || !held.has(file) || held.has(loaded)) return false;
  return asksForOwn(name) && path.isAbsolute(loaded) && !loaded.includes(dependencies);
}

/** Whether a name asks for no package. */
export function asksForOwn(name: string): boolean {
  return isPath(name) || name.startsWith('#') || name.startsWith('file:');
}

/** Whether a script's loader loads a file of one's own that is not held: those of other packages are linked ones. */
export function isUnreadBy(script: string, loaded: string): boolean {
  const own = packageAbove(loaded);
  const isOther = own?.name !== undefined && own.folder !== packageAbove(script)?.folder;
  return !isOther && isUnread(script, loaded, loaded);
}

/** Tells those who hold a file that it loads one that was not read with it. Throws `UNREAD_MODULE` where one of them refuses that. */
export function tellUnread(file: string, loaded: string): void {
  loadedUnread.set(file, loaded);
  for (const { unread } of held.get(file)?.holders ?? []) {
    if (unread === 'refuse') throw unreadModule(file, loaded);
    unread(file, loaded);
  }
}

/** The same for all that a script has loaded before. */
export function tellLoaded(script: string): void {
  const seen = new Set([script]);
  for (const file of seen) {
    const loaded = loadedUnread.get(file);
    if (loaded !== undefined && !held.has(loaded)) tellUnread(file, loaded);
    for (const linked of held.get(file)?.links.values() ?? []) seen.add(linked);
  }
}

export function unreadModule(file: string, loaded: string): MigrateError {
  const name = relativeName(file, loaded);
  return new MigrateError(
    'UNREAD_MODULE',
    `${path.basename(file)} loads ${name} by a path that is not written down, so nobody has approved it`,
    { hint: `Write the path down, as in require('${name}'), and make the plan again.` },
  );
}

/** How one file would name another. */
export function relativeName(file: string, other: string): string {
  const name = path.relative(path.dirname(file), other).replaceAll('\\', '/');
  return name.startsWith('.') ? name : `./${name}`;
}
