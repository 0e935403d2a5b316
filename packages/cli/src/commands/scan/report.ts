import { ServiceError } from '@dynamodb-migrate/core';
import { parseDatabase, setEndpoint } from '@dynamodb-migrate/legacy-adapter';
import { type Explain, explainAt, locateScript, type ScriptRun } from '@dynamodb-migrate/runner';
import type { RunOptions } from '../../arguments/script-flags';
import { printFailures } from '../../output/failures';
import { overwrittenLines } from '../../output/overwritten';
import { printReport } from '../../output/preview-report';
import { summary } from '../../output/summary';
import type { Context } from '../../process/context';
import { exitCodes, signalExitCode } from '../../process/exit-codes';
import { isSignal } from '../../process/signals';

export interface Reported {
  run: ScriptRun;
  options: RunOptions;
}

/** Prints what a run came to: what would change, what went wrong, how it ended; gives the exit code. */
export function reportScriptRun({ run, options }: Reported, { screen }: Context): number {
  const { preview, failures, counts, state, unread, stoppedBy, goesPast } = run;
  if (preview) printReport(screen, { ...preview, goesPast });
  const { verbose } = options;
  const style = { script: locateScript(options.script), verbose, explain: explainOf(options) };
  printFailures(screen, { failures, errors: counts.errors }, style);
  if (state === 'failed' && unread && failures[0]?.error instanceof ServiceError) return exitCodes.cannotStart;
  screen.info(summary(run));
  if (run.mode === 'live') screen.info(waysOn(run, options));
  if (run.overwritten)
    for (const line of overwrittenLines(run.overwritten, rollbackOf(run, options))) screen.info(line);
  if (isSignal(stoppedBy)) return signalExitCode(stoppedBy);
  return state === 'succeeded' ? exitCodes.done : exitCodes.failed;
}

function explainOf({ database: text, endpoint, profile }: RunOptions): Explain {
  const { target, table } = parseDatabase(text);
  setEndpoint(target, endpoint);
  return explainAt({ target: { ...target, profile }, table });
}

/** How a live run is gone on with, or rolled back. */
function waysOn(scriptRun: ScriptRun, options: RunOptions): string {
  const { run, resumable, canRollBack } = scriptRun;
  const parts = [`run ${run}`];
  if (resumable) parts.push(`go on: add --resume ${run}`);
  if (canRollBack) parts.push(`rollback: ${rollbackOf(scriptRun, options)}`);
  return parts.join('; ');
}

function rollbackOf({ run }: ScriptRun, { state }: RunOptions): string {
  return `dynamodb-migrate rollback ${run}${state === undefined ? '' : ` --state ${state}`}`;
}
