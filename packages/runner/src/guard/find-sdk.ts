import { modulesOf, reachable } from '@dynamodb-migrate/syntax';
import { isSdk, type SdkUse } from './sdk-names';

/**
 * Looks through a script and the files that it loads by relative paths for the AWS SDK, whenever it would be loaded. Of a
 * function there is nothing to look through.
 */
export function findSdk(script: string | undefined): SdkUse[] {
  return findModules(script, /aws-sdk/, isSdk);
}

const signers = /^(aws4|aws4fetch|@smithy\/signature-v4)(\/|$)/;
const processes = /^(node:)?(child_process|worker_threads|cluster)$|^(cross-spawn|execa|shelljs|zx)(\/|$)/;

/**
 * Whether a script may write past `dyno`, as far as its text tells: with the AWS SDK, with what signs requests to AWS, or in
 * another process or thread.
 */
export function mayGoPast(script: string | undefined): boolean {
  const words =
    /aws-sdk|\baws4|signature-v4|child_process|worker_threads|\bcluster\b|cross-spawn|\bexeca\b|shelljs|\bzx\b/;
  const goes = (module: string) => isSdk(module) || signers.test(module) || processes.test(module);
  return findModules(script, words, goes).length > 0;
}

/** Files without any of the words in them are not parsed. */
function findModules(script: string | undefined, words: RegExp, is: (module: string) => boolean): SdkUse[] {
  if (script === undefined) return [];
  return reachable(script)
    .filter(({ text }) => words.test(text))
    .flatMap((file) => modulesOf(file).map((module) => ({ file: file.path, module })))
    .filter(({ module }) => is(module));
}
