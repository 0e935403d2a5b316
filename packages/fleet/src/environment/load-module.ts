import { type Connect, readOnly } from '@dynamodb-migrate/core';
import {
  type Holder,
  inRun,
  loadScript,
  provideDyno,
  rememberModules,
  type Sources,
  sharedDyno,
  withSources,
} from '@dynamodb-migrate/runner';

export interface LoadModuleOptions {
  /** Where the clients lead that a script makes while it is loaded; they can only read. */
  connect: Connect;
  /** Whether the process is ours alone. */
  alone: boolean;
  /** See `withSources`. */
  unread?: Holder['unread'];
}

/**
 * A loader of what scripts export, as they were read or else as they are, for what they say of themselves. Nothing of a CommonJS script stays loaded, so that a
 * run loads it again.
 */
export function moduleLoader({ connect, alone, unread }: LoadModuleOptions) {
  const guard = readOnly({
    why: 'the script is only being loaded, not run',
    hint: 'Write when it is handed a record.',
  });
  const way = { connect: (target: Parameters<Connect>[0]) => guard(connect(target), target), hooks: {} };
  const dyno = sharedDyno();
  const modules = { dyno, '@mapbox/dyno': dyno };
  const load = async (file: string) => {
    provideDyno(dyno);
    const forget = rememberModules();
    try {
      return (await loadScript(file, { modules, alone, afresh: !alone })).module;
    } finally {
      forget();
    }
  };
  return (file: string, sources: Sources = new Map()): Promise<unknown> =>
    withSources(sources, () => inRun({ alone, way }, () => load(file)), unread);
}
