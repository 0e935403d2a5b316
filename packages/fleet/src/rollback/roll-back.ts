import { findRun, type RollBackOptions, type RolledBack, rollBackRun, withState } from '@dynamodb-migrate/runner';
import { type DeployedOptions, rollBackDeployed } from './roll-back-deployed';

export type RollBackRunOptions = RollBackOptions & DeployedOptions;

/**
 * Rolls back what a run did, or shows what would be rolled back. Of a run that `apply` made the ledger is told, within the
 * lease of its environment. Resolves with what it came to; rejects with a `MigrateError` when it could not begin.
 */
export function rollBack({ run: name, ...options }: RollBackRunOptions): Promise<RolledBack> {
  return withState(options, async (state) => {
    const run = await findRun(state, name);
    const { deployment } = run;
    if (!deployment || !options.live) return rollBackRun({ options, run, state });
    return rollBackDeployed({ options, run: { ...run, deployment }, state });
  });
}
