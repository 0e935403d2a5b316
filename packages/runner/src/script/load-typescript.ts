import { MigrateError } from '@dynamodb-migrate/core';
import { type TsConfig, tsConfigOf } from '@dynamodb-migrate/syntax';
import { classPlugin } from './classes/plugin';
import { heldText } from './held/sources';
import { isUnreadBy, tellUnread } from './held/unread';

/** Imports a script in TypeScript, as its `tsconfig.json` says. Throws `SCRIPT_UNREADABLE` for one that cannot be read. */
export function loadTypeScript(script: string, modules: { [name: string]: unknown }): Promise<unknown> {
  const { createJiti } = require('jiti') as typeof import('jiti');
  const config = configOf(script);
  const options: Parameters<typeof createJiti>[1] = {
    fsCache: false,
    virtualModules: modules,
    tsconfigPaths: config?.path ?? false,
    transformOptions: { babel: { plugins: [classPlugin({ assign: config?.definesFields === false })] } },
  };
  const usual = createJiti(script, options);
  const transform = (file: Parameters<typeof usual.transform>[0]) => {
    if (file.filename && isUnreadBy(script, file.filename)) tellUnread(script, file.filename);
    const source = (file.filename && heldText(file.filename)) ?? file.source;
    return { code: usual.transform({ ...file, source }) };
  };
  return createJiti(script, { ...options, transform }).import(script);
}

function configOf(script: string): TsConfig | undefined {
  try {
    return tsConfigOf(script);
  } catch (error) {
    const message = `the tsconfig.json of ${script} cannot be read: ${(error as Error).message}`;
    const hint = 'Install or mend what it extends, or put a tsconfig.json of its own beside the script.';
    throw new MigrateError('SCRIPT_UNREADABLE', message, { cause: error, hint });
  }
}
