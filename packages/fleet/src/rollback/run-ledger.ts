import { MigrateError } from '@dynamodb-migrate/core';
import { environment as environmentOf, whereFrom, whoIs } from '@dynamodb-migrate/ledger';
import type { Log } from '@dynamodb-migrate/runner';
import { type ConfigPlace, needConfig } from '../environment/find-config';
import { type LedgerOf, openLedger } from '../environment/open';
import type { DeployedRun } from '../run/deployed-run';

/** The ledger that tells of a run, as the configuration has it now. Nothing is sent yet. */
export async function openRunLedger({ deployment }: DeployedRun, place: ConfigPlace, log: Log): Promise<LedgerOf> {
  const { config, root } = await needConfig(place);
  const environment = environmentOf(config, deployment.environment);
  return {
    environment,
    ledger: openLedger(environment, log),
    where: await whereFrom(process.env, root),
    who: whoIs(process.env),
  };
}

/** Says why a run is not rolled back without its ledger. */
export function ledgerNeeded({ id, deployment }: DeployedRun, cause: MigrateError): MigrateError {
  const { environment } = deployment;
  return new MigrateError(
    cause.code,
    `nothing was written: run ${id} belongs to what the ledger of ${environment} tells, and ${cause.message}`,
    { cause, hint: cause.code === 'NO_CONFIG' ? 'Give --config, or do it where the configuration is.' : cause.hint },
  );
}
