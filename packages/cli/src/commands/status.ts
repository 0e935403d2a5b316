import { MigrateError } from '@dynamodb-migrate/core';
import { type Status, statusOf } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { StatusOptions } from '../arguments/status';
import { needConfig } from '../fleet/find-config';
import { openFleet } from '../fleet/fleet';
import type { Screen } from '../output/screen';
import { reportStatus } from './report-status';

/** How an environment stands, or why that cannot be told. */
export interface EnvironmentStatus {
  environment: string;
  protected: boolean;
  /** Table of the ledger. */
  ledger: string;
  status?: Status;
  error?: MigrateError;
}

export interface Statuses {
  options: StatusOptions;
  environments: EnvironmentStatus[];
}

/** Holds the folder of scripts against the ledger, for one environment or all. */
export const statusCommand: Command<StatusOptions, Statuses> = { run: look, report: reportStatus };

async function look(options: StatusOptions, screen: Screen): Promise<Statuses> {
  const names = await environmentsOf(options);
  const environments: EnvironmentStatus[] = [];
  for (const name of names) {
    const fleet = await openFleet({ env: name, config: options.config }, screen);
    const { environment, ledger } = fleet;
    const about = { environment: environment.name, protected: environment.protected, ledger: ledger.table };
    try {
      environments.push({ ...about, status: statusOf(fleet, await fleet.ledgerState()) });
    } catch (error) {
      // One environment that cannot be reached must not hide the others.
      if (names.length === 1 || !(error instanceof MigrateError)) throw error;
      environments.push({ ...about, error });
    }
  }
  return { options, environments };
}

/** Names; undefined for the one that the configuration's variable names. */
async function environmentsOf({ env, config: file, all }: StatusOptions): Promise<(string | undefined)[]> {
  const { config } = await needConfig(file);
  const chosen = env ?? (all ? undefined : process.env[config.envVariable ?? 'K8S_ENV'] || undefined);
  const known = Object.keys(config.environments ?? {});
  return chosen === undefined && known.length > 0 ? known : [chosen];
}
