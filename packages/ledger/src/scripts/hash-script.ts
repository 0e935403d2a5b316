import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { reachable, type SourceFile } from '@dynamodb-migrate/syntax';
import { compareScriptNames } from './script-name';

/**
 * The SHA-256 of a script: of the file alone where it asks for no module of one's own, else of the lines that `sha256sum`
 * prints for it and for all such modules that it reaches, named relative to its folder and sorted behind it. Line ends
 * count as LF, so that a checkout does not change it. Packages are not part of it.
 */
export function hashScript(file: string): string {
  return hashSources(file, reachable(file));
}

/** The same of a script that has been read: it comes first. */
export function hashSources(file: string, [script, ...modules]: readonly SourceFile[]): string {
  if (modules.length === 0) return sha256(script!.text);
  const folder = realpathSync(path.dirname(file));
  const lines = modules
    .map((module) => ({ name: path.relative(folder, module.path).replaceAll('\\', '/'), text: module.text }))
    .sort((a, b) => compareScriptNames(a.name, b.name));
  const all = [{ name: path.basename(file), text: script!.text }, ...lines];
  return sha256(all.map(({ name, text }) => `${sha256(text)}  ${name}\n`).join(''));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
