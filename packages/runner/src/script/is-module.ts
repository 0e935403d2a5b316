import { compileFunction } from 'node:vm';
import { packageAbove } from '@dynamodb-migrate/syntax';
import { readSource } from './held/sources';

/** Whether a file is an ES module, by its name, its package or its contents. */
export function isModule(script: string): boolean {
  const [, kind] = /\.([cm]?)[jt]s$/.exec(script) ?? [];
  return kind === 'm' || (kind !== 'c' && (packageAbove(script)?.type === 'module' || !isCommonJs(script)));
}

function isCommonJs(script: string): boolean {
  const source = readSource(script).toString().replace(/^#!.*/, '');
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}
