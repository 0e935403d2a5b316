import { exitCodes } from '../exit-codes';
import { count, counted } from '../output/format';
import type { Screen } from '../output/screen';
import type { FleetRolledBack } from './roll-back-fleet';

/** Prints what became of the scripts that were taken back; gives the exit code. */
export function reportFleetRollback(
  { environment, live, scripts, left, unseen }: FleetRolledBack,
  screen: Screen,
): number {
  for (const { script, counts, down, error } of scripts) {
    const { restored, deleted, recreated, unchanged, conflict, failed } = counts;
    const conflicts = conflict === 1 ? 'conflict' : 'conflicts';
    const kinds = { restored, deleted, recreated, unchanged, [conflicts]: conflict, failed };
    const told = Object.entries(kinds).filter(([, items]) => items > 0);
    const items = told.map(([kind, items]) => `${count(items)} ${kind}`).join(', ') || 'nothing to take back';
    const how = live ? (error === undefined ? 'is taken back' : 'is not taken back whole') : 'would be taken back';
    screen.line(`${script} ${how}: ${down ? 'by its down' : items}${error === undefined ? '' : `; ${error}`}`);
  }
  if (left.length > 0) screen.line(`left as they are: ${left.join(', ')}`);
  if (unseen.length > 0) {
    screen.line(`cannot be shown, as the down of ${scripts.at(-1)?.script} loads the AWS SDK: ${unseen.join(', ')}`);
  }
  if (scripts.length === 0) screen.line(`${environment}: nothing to take back`);
  const failed = scripts.some(({ error }) => error !== undefined);
  if (!live && scripts.length > 0) screen.line('nothing written; add --live to take it back');
  if (live && !failed) screen.line(`${environment}: ${counted(scripts.length, 'script')} taken back`);
  return failed ? exitCodes.failed : exitCodes.done;
}
