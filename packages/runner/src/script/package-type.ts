import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The `type` of the package that a file belongs to, as Node sees it. */
export function packageType(file: string): string | undefined {
  for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
    try {
      return JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')).type;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined;
    }
    if (dir === path.dirname(dir) || path.basename(dir) === 'node_modules') return undefined;
  }
}
