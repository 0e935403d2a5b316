import { modulesOf, reachable } from '@dynamodb-migrate/syntax';
import { isSdk, type SdkUse } from './sdk-names';

/**
 * Looks through a script and the files that it loads by relative paths for the AWS SDK, whenever it would be loaded. Of a
 * function there is nothing to look through.
 */
export function findSdk(script: string | undefined): SdkUse[] {
  if (script === undefined) return [];
  return reachable(script)
    .filter(({ text }) => text.includes('aws-sdk'))
    .flatMap((file) => modulesOf(file).map((module) => ({ file: file.path, module })))
    .filter(({ module }) => isSdk(module));
}
