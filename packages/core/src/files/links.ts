import { constants, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { MigrateError } from '../error';

/** Opens a file to write it anew in place, unless it is a link, where the platform can tell. */
export const inPlace =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/**
 * Throws `STATE_HAS_LINK` where the folder of all runs in a state folder, that of one run, or something in it is a link: it
 * was put there by others, and would lead what is written to a place of theirs. The state folder itself may be one.
 */
export function refuseLinks(base: string, id?: string): void {
  const all = path.join(base, 'runs');
  refuseLink(all);
  if (id === undefined) return;
  const folder = path.join(all, id);
  refuseLink(folder);
  for (const inside of ['.', 'lock', 'journal']) {
    for (const name of namesOfLinks(path.join(folder, inside))) refuse(path.join(folder, inside, name));
  }
}

function refuseLink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) refuse(file);
}

function namesOfLinks(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  } catch {
    // What is not there, or no folder, is told by whoever needs it.
    return [];
  }
}

function refuse(file: string): never {
  throw new MigrateError(
    'STATE_HAS_LINK',
    `${file} is a link, and in a state folder nothing is written through links`,
    {
      hint: 'Find out who put it there, and remove it. The state folder itself may be a link.',
    },
  );
}
