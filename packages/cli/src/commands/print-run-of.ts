import type { FleetOptions } from '@dynamodb-migrate/fleet';
import { explainAt } from '@dynamodb-migrate/runner';
import { printFailures } from '../output/failures';
import { overwrittenLines } from '../output/overwritten';
import { summary } from '../output/summary';
import type { Context } from '../process/context';

/** Prints what a run of a script over one of its tables came to. */
export function printRunOf({ screen }: Context): NonNullable<FleetOptions['onRun']> {
  return (script, run, { database, task }) => {
    const { failures, counts, overwritten } = run;
    const style = { script: script.path, verbose: false, explain: explainAt(database) };
    printFailures(screen, { failures, errors: counts.errors }, style);
    if (task === 'apply') screen.info(`${script.file}: ${summary(run)}`);
    if (!overwritten) return;
    for (const line of overwrittenLines(overwritten, `dynamodb-migrate rollback ${run.run}`)) screen.info(line);
  };
}
