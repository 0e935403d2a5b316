import { createHash } from 'node:crypto';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import { readSource } from '../script/held/sources';
import { locateScript } from '../script/load';

/** Where a script comes from. */
export interface ScriptSource {
  /** Absolute, without symbolic links; undefined for a function. */
  path?: string;
  /** As it was given, or the name of the function. */
  name: string;
  /** Of the file, or of the function's text. */
  sha256: string;
  given: string | Script;
}

/** Finds a script. Throws `NO_SCRIPT`. */
export function scriptSource(given: string | Script): ScriptSource {
  if (typeof given === 'function') {
    return { name: `function ${given.name || '(anonymous)'}`, sha256: sha256(String(given)), given };
  }
  const path = locateScript(given);
  return { path, name: given, sha256: sha256(readSource(path)), given };
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
