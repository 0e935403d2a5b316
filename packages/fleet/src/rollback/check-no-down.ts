import { MigrateError } from '@dynamodb-migrate/core';
import type { LedgerEvent } from '@dynamodb-migrate/ledger';
import type { DeployedRun } from '../run/deployed-run';
import { downRuns } from './down-runs';

/** Throws `RUN_STATE` where the `down` of the script is at work on what a run did, or is that run itself. */
export function checkNoDown({ id, rollbackOf, deployment }: DeployedRun, events: readonly LedgerEvent[]): void {
  const { task, script, environment } = deployment;
  const isDown = task === 'rollback' && rollbackOf === undefined;
  const hasBegun = downRuns(events, script).size > 0;
  if (!isDown && !hasBegun) return;
  const why = isDown ? `run ${id} is one of the down of ${script}` : `the down of ${script} has begun`;
  const wayOn = `Go on with it: dynamodb-migrate rollback --last --live --env ${environment}.`;
  throw new MigrateError('RUN_STATE', `nothing was written: ${why}, which is not rolled back by a journal`, {
    hint: hasBegun ? wayOn : `Apply ${script} again: dynamodb-migrate apply --env ${environment}.`,
  });
}
