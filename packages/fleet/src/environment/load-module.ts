import { type Connect, readOnly } from '@dynamodb-migrate/core';
import { inRun, loadScript, provideDyno, rememberModules, sharedDyno } from '@dynamodb-migrate/runner';

export interface LoadModuleOptions {
  /** Where the clients lead that a script makes while it is loaded; they can only read. */
  connect: Connect;
  /** Whether the process is ours alone. */
  alone: boolean;
}

/**
 * A loader of what scripts export, for what they say of themselves. Nothing of a CommonJS script stays loaded, so that a
 * run loads it again.
 */
export function moduleLoader({ connect, alone }: LoadModuleOptions): (file: string) => Promise<unknown> {
  const guard = readOnly({
    why: 'the script is only being loaded, not run',
    hint: 'Write when it is handed a record.',
  });
  const way = { connect: (target: Parameters<Connect>[0]) => guard(connect(target), target), hooks: {} };
  return (file) =>
    inRun({ alone, way }, async () => {
      const dyno = sharedDyno();
      provideDyno(dyno);
      const forget = rememberModules();
      try {
        const modules = { dyno, '@mapbox/dyno': dyno };
        return (await loadScript(file, { modules, alone, afresh: !alone })).module;
      } finally {
        forget();
      }
    });
}
