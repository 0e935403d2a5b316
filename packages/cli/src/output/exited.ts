import type { ScriptRun } from '@dynamodb-migrate/runner';
import { printFailures } from './failures';
import type { Screen } from './screen';
import { summary } from './summary';

/** Prints what a run came to whose script has ended the process. */
export function printExited(screen: Screen, ended: ScriptRun): void {
  const { failures, counts, mode, run } = ended;
  printFailures(screen, { failures, errors: counts.errors }, { verbose: false, explain: () => undefined });
  screen.info(summary(ended));
  if (mode === 'live') screen.info(`run ${run}`);
}
