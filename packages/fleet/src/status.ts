import { MigrateError } from '@dynamodb-migrate/core';
import { type Status, statusOf } from '@dynamodb-migrate/ledger';
import { needConfig } from './environment/find-config';
import { type FleetData, type FleetOptions, openData } from './environment/open';

/** How an environment stands, or why that cannot be told. */
export interface EnvironmentStatus {
  environment: string;
  protected: boolean;
  /** Table of the ledger. */
  ledger: string;
  status?: Status;
  error?: MigrateError;
}

/** Holds the folder of scripts against the ledger. */
export async function status(fleet: FleetData): Promise<Status> {
  return statusOf(fleet, await fleet.ledgerState());
}

/** The same for one environment or, where none is named anywhere, for all of them. */
export async function statuses({
  all = false,
  ...options
}: FleetOptions & { all?: boolean }): Promise<EnvironmentStatus[]> {
  const names = await environmentsOf(options, all);
  const fleets: FleetData[] = [];
  // Scripts are loaded under the variables of their environment: one after the other.
  for (const name of names) fleets.push(await openData({ ...options, env: name }));
  return Promise.all(fleets.map((fleet) => standing(fleet, fleets.length === 1)));
}

async function standing(fleet: FleetData, alone: boolean): Promise<EnvironmentStatus> {
  const { environment, ledger } = fleet;
  const about = { environment: environment.name, protected: environment.protected, ledger: ledger.table };
  try {
    return { ...about, status: await status(fleet) };
  } catch (error) {
    // One environment that cannot be reached must not hide the others.
    if (alone || !(error instanceof MigrateError)) throw error;
    return { ...about, error };
  }
}

/** Names; undefined for the one that the configuration's variable names. */
async function environmentsOf({ env, ...place }: FleetOptions, all: boolean): Promise<(string | undefined)[]> {
  const { config } = await needConfig(place);
  const chosen = env ?? (all ? undefined : process.env[config.envVariable ?? 'K8S_ENV'] || undefined);
  const known = Object.keys(config.environments ?? {});
  return chosen === undefined && known.length > 0 ? known : [chosen];
}
