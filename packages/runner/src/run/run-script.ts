import { parseDatabase, setEndpoint } from '@dynamodb-migrate/legacy-adapter';
import { openDoors } from '../doors';
import { silent } from '../log';
import { impatientLine } from '../patience';
import { from } from '../state/from';
import { defaultState } from '../state/state';
import { checkRegion } from './check-region';
import { checkOptions } from './options/check';
import type { RunScriptOptions } from './options/run-script';
import { runJob } from './run-job';
import type { ScriptRun } from './script-run';

/**
 * Runs a script over the records of a table, or over given ones. Resolves with what it came to, also when that is a failure;
 * rejects with a `MigrateError` when it could not begin.
 */
export async function runScript(options: RunScriptOptions): Promise<ScriptRun> {
  checkOptions(options);
  const database = parseDatabase(options.database);
  setEndpoint(database.target, options.endpoint);
  if (options.records === undefined) checkRegion(database.target);
  const { log = silent } = options;
  const doors = openDoors({ ...options, home: database.target, onImpatience: impatientLine(log.info) });
  return runJob({ options: located(options), database, doors });
}

/** Its paths as they are seen from the working directory. */
function located({ cwd, ...options }: RunScriptOptions): RunScriptOptions {
  const { script, errors, stopFile, state = defaultState } = options;
  const place = (file: string | undefined) => (file === undefined ? undefined : from(cwd, file));
  return {
    ...options,
    script: typeof script === 'string' ? from(cwd, script) : script,
    errors: place(errors),
    stopFile: place(stopFile),
    state: from(cwd, state),
  };
}
