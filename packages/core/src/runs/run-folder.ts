import path from 'node:path';

/** The folder of a run, in the state folder `base` (`.dynamodb-migrate`). */
export function runFolder(base: string, id: string): string {
  return path.join(base, 'runs', id);
}
