import { parseDatabase, setEndpoint } from '@dynamodb-migrate/legacy-adapter';
import { openDoors } from '../doors';
import { silent } from '../log';
import { impatientLine } from '../patience';
import { placeFrom } from '../state/place';
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
  const { log = silent } = options;
  if (options.records === undefined) checkRegion(database.target, log);
  const doors = openDoors({ ...options, home: database.target, onImpatience: impatientLine(log.info) });
  return runJob({ options: located(options), database, doors });
}

/** Its files as they are seen from the working directory. */
function located(options: RunScriptOptions): RunScriptOptions {
  const { cwd, script, errors, stopFile } = options;
  const place = <T>(file: T) => (typeof file === 'string' ? placeFrom(cwd, file) : file);
  return { ...options, script: place(script), errors: place(errors), stopFile: place(stopFile) };
}
