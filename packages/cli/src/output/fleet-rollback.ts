import type { FleetRolledBack } from '@dynamodb-migrate/fleet';
import { count, counted } from '@dynamodb-migrate/runner';
import { exitCodes, signalExitCode } from '../process/exit-codes';
import { isSignal } from '../process/signals';
import type { Screen } from './screen';

/** Prints what became of the scripts that were rolled back; gives the exit code. */
export function reportFleetRollback(
  { environment, live, scripts, left, unseen, stoppedBy }: FleetRolledBack,
  screen: Screen,
): number {
  for (const one of scripts) {
    const how = live
      ? one.error === undefined
        ? 'is rolled back'
        : 'is not rolled back whole'
      : 'would be rolled back';
    screen.info(`${one.script} ${how}: ${whatBecame(one)}`);
    if (one.hint !== undefined) screen.info(`  ${one.hint}`);
  }
  if (live && scripts.some(({ runs, error, hint }) => error !== undefined && !hint && runs.length > 0)) {
    screen.info('the same command goes on where it was');
  }
  if (left.length > 0) screen.info(`left as they are: ${left.join(', ')}`);
  if (unseen.length > 0) {
    screen.info(`cannot be shown, as the down of ${scripts.at(-1)?.script} loads the AWS SDK: ${unseen.join(', ')}`);
  }
  if (scripts.length === 0 && stoppedBy !== undefined) screen.info(`${environment}: stopped by ${stoppedBy}`);
  else if (scripts.length === 0) screen.info(`${environment}: nothing to roll back`);
  const failed = scripts.some(({ error }) => error !== undefined);
  if (!live && scripts.length > 0) {
    const past = scripts.some(({ goesPast }) => goesPast) ? ' through dyno' : '';
    screen.info(`nothing written${past}; add --live to roll it back`);
  }
  if (isSignal(stoppedBy)) return signalExitCode(stoppedBy);
  if (live && !failed) screen.info(`${environment}: ${counted(scripts.length, 'script')} rolled back`);
  return failed ? exitCodes.failed : exitCodes.done;
}

function whatBecame({ counts, down, error }: FleetRolledBack['scripts'][number]): string {
  const { restored, deleted, recreated, unchanged, conflict, failed } = counts;
  const conflicts = conflict === 1 ? 'conflict' : 'conflicts';
  const kinds = { restored, deleted, recreated, unchanged, [conflicts]: conflict, failed };
  const told = Object.entries(kinds).filter(([, items]) => items > 0);
  const items = told.map(([kind, items]) => `${count(items)} ${kind}`).join(', ');
  const what = down ? 'by its down' : items;
  if (error === undefined) return what || 'nothing to roll back';
  return what ? `${what}; ${error}` : error;
}
