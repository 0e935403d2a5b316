import {
  findRun,
  type RollBackOptions,
  type RolledBack,
  redactionOf,
  rollBackRun,
  withState,
} from '@dynamodb-migrate/runner';
import { redactionAt } from '../environment/redaction';
import { type DeployedOptions, rollBackDeployed } from './roll-back-deployed';

export type RollBackRunOptions = RollBackOptions & DeployedOptions;

/**
 * Rolls back what a run did, or shows what would be rolled back. Of a run that `apply` made the ledger is told, within the
 * lease of its environment. Resolves with what it came to; rejects with a `MigrateError` when it could not begin.
 */
export function rollBack({ run: name, ...given }: RollBackRunOptions): Promise<RolledBack> {
  return withState(given, async (state) => {
    const found = await findRun(state, name);
    // Also where it was not yet configured when the run was made.
    const redaction = redactionOf(found.redaction, await redactionAt(given));
    const run = { ...found, ...(redaction && { redaction }) };
    const { deployment } = run;
    if (!deployment || !given.live) return rollBackRun({ options: given, run, state });
    return rollBackDeployed({ options: given, run: { ...run, deployment }, state });
  });
}
