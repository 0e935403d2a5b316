import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where in the script an error was made, as `add-auth.js:12`; undefined when its stack does not lead there. */
export function scriptLine(error: unknown, script: string): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const frame of stack.split('\n')) {
    if (!/^\s+at /.test(frame)) continue;
    // An ES module that was loaded anew has a number behind its address.
    const line = frame.replace(/\?\d+:/, ':');
    for (const place of [script, pathToFileURL(script).href]) {
      const at = line.indexOf(`${place}:`);
      const number = at < 0 ? undefined : /^\d+/.exec(line.slice(at + place.length + 1))?.[0];
      if (number !== undefined) return `${path.basename(script)}:${number}`;
    }
  }
  return undefined;
}
