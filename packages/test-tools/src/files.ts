import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const made: string[] = [];

if (typeof afterAll === 'function') {
  afterAll(() => {
    for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
  });
}

/** An empty folder, removed after the test file. */
export function tempDir(): string {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'dynamodb-migrate-test-')));
  made.push(dir);
  return dir;
}

/** Writes files (by path relative to `dir`, folders made as needed) and gives their absolute paths by the same names. */
export function writeFiles<Name extends string>(
  dir: string,
  files: { [name in Name]: string | Uint8Array },
): { [name in Name]: string } {
  const paths = {} as { [name in Name]: string };
  for (const name of Object.keys(files) as Name[]) {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, files[name]);
    paths[name] = file;
  }
  return paths;
}
