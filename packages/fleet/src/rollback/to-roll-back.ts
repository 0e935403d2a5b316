import { MigrateError } from '@dynamodb-migrate/core';
import { compareScriptNames, type LedgerEvent, type LedgerState, nearMiss } from '@dynamodb-migrate/ledger';
import { type ScriptRun, scriptRuns } from '../run/script-runs';
import { type DownRun, downRuns } from './down-runs';

export interface ToRollBack {
  script: string;
  runs: ScriptRun[];
  /** What its `down` has begun already, by table. */
  downs: Map<string, DownRun>;
}

/**
 * The scripts to roll back, the one that was begun last first: that one alone, or all that were begun after `to`, which
 * stays. Throws `NOTHING_APPLIED` or `NOT_APPLIED`.
 */
export function toRollBack(
  { environment, scripts }: LedgerState,
  events: readonly LedgerEvent[],
  to: string | undefined,
): ToRollBack[] {
  const begun = (script: string) => events.findLast((one) => one.script === script && one.kind === 'started')?.sequence;
  const done = scripts
    .filter(({ script, state }) => state !== 'rolled back' && begun(script) !== undefined)
    .map(({ script }) => ({
      ...{ script, runs: scriptRuns(events, script), downs: downRuns(events, script) },
      begun: begun(script)!,
    }))
    .sort((a, b) => b.begun - a.begun || compareScriptNames(b.script, a.script));
  if (to === undefined) {
    if (done.length === 0) throw new MigrateError('NOTHING_APPLIED', `nothing is applied to ${environment}`);
    return done.slice(0, 1);
  }
  const stays = scripts.find(({ script, state }) => script === to && state !== 'rolled back');
  if (!stays) {
    const meant = nearMiss(
      to,
      scripts.map(({ script }) => script),
    );
    throw new MigrateError(
      'NOT_APPLIED',
      `${to} is not applied to ${environment}${meant ? `: did you mean ${meant}?` : ''}`,
      { hint: 'Name the last script that is to stay, as `dynamodb-migrate status` lists it.' },
    );
  }
  const since = begun(to) ?? stays.event.sequence;
  return done.filter((one) => one.begun > since);
}
