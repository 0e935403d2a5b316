import type { Deployment, RunRecord } from '@dynamodb-migrate/core';

/** A run that was made for a script of an environment: the ledger tells of it. */
export type DeployedRun = RunRecord & { deployment: Deployment };
