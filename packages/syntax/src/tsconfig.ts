import path from 'node:path';

/** What a `tsconfig.json`, with those that it extends, says of running code. */
export interface TsConfig {
  /** Absolute. */
  path: string;
  /** Whether fields are defined on an object, also those without a value, rather than assigned to it. */
  definesFields: boolean;
  /** The files, without their endings, that a module's name may lead to by `paths` and `baseUrl`; undefined where neither is. */
  resolve: ((name: string) => string[]) | undefined;
  /** The pattern of `paths` that a module's name fits. */
  pattern(name: string): string | undefined;
}

/** The `tsconfig.json` nearest above a file. Throws an `Error` for one that cannot be read. */
export function tsConfigOf(file: string): TsConfig | undefined {
  const { findTsconfig, parseTsconfig, createPathsMatcher } = require('get-tsconfig') as typeof import('get-tsconfig');
  const found = findTsconfig(path.dirname(file));
  if (found === undefined) return undefined;
  const config = parseTsconfig(found);
  const { compilerOptions = {} } = config;
  const patterns = Object.keys(compilerOptions.paths ?? {});
  return {
    path: found,
    definesFields: definesFields(compilerOptions),
    resolve: createPathsMatcher({ path: found, config }) ?? undefined,
    pattern: (name) => patterns.find((pattern) => fits(name, pattern)),
  };
}

interface FieldOptions {
  useDefineForClassFields?: boolean;
  target?: string;
  module?: string;
  experimentalDecorators?: boolean;
}

function definesFields({ useDefineForClassFields, target, module, experimentalDecorators }: FieldOptions): boolean {
  if (useDefineForClassFields !== undefined) return useDefineForClassFields;
  if (target !== undefined) return /^es(next|20(2[2-9]|[3-9]\d))$/i.test(target);
  // The compilers that such decorators were written for aim at ES5, where the modules are not those of Node.
  return !experimentalDecorators || /^node/i.test(module ?? '');
}

function fits(name: string, pattern: string): boolean {
  const [before, after] = pattern.split('*');
  if (after === undefined) return name === pattern;
  return name.length >= pattern.length - 1 && name.startsWith(before!) && name.endsWith(after);
}
