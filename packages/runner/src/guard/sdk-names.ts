import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** A file that loads a module of the AWS SDK. */
export interface SdkUse {
  file: string;
  module: string;
}

/** Whether a module is of the AWS SDK and may write; its helpers (`@aws-sdk/util-…`) and types cannot. */
export function isSdk(module: string): boolean {
  return /^(aws-sdk|@aws-sdk\/(?!util-|types\b)[^/]+)(\/|$)/.test(module);
}

/** The SDK's module that a request leads to, by its name or, as some loaders ask by path, by its place. */
export function sdkModule(request: string, resolved: string): string | undefined {
  if (isSdk(request)) return request;
  const [, name] = /.*[\\/]node_modules[\\/](aws-sdk|@aws-sdk[\\/][^\\/]+)[\\/]/.exec(resolved) ?? [];
  const module = name?.replace('\\', '/');
  return module !== undefined && isSdk(module) ? module : undefined;
}

/** Whether a file is a part of the AWS SDK. */
export function isPart(file: string): boolean {
  return /[\\/]node_modules[\\/](aws-sdk|@aws-sdk|@smithy|@aws)[\\/]/.test(file);
}

/** A file as seen from the script's folder. */
export function nameFrom(script: string, file: string): string {
  return path
    .relative(path.dirname(realpathSync(script)), existsSync(file) ? realpathSync(file) : file)
    .replaceAll(path.sep, '/');
}

export function describeUses(uses: readonly SdkUse[], script: string): string {
  const all = uses.map(({ file, module }) => `${nameFrom(script, file)} loads ${module} itself`);
  return [...new Set(all)].join(', ');
}

/** The sentence that refuses it. */
export function refusalOf(uses: readonly SdkUse[], script: string): string {
  return `${describeUses(uses, script)}: a preview cannot hold its writes back`;
}
