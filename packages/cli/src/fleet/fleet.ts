import path from 'node:path';
import {
  type Config,
  chooseEnvironment,
  createLedger,
  type Environment,
  type Ledger,
  type LedgerState,
  type LoadedConfig,
  readScripts,
  type Script,
  type Where,
  type Who,
  whereFrom,
  whoIs,
} from '@dynamodb-migrate/ledger';
import { type Doors, openDoors } from '../doors';
import type { Screen } from '../output/screen';
import { impatientLine } from '../patience';
import { openState, type StateFolder, type StateOptions } from '../state-folder';
import { explained } from './explained';
import { needConfig } from './find-config';
import { moduleLoader } from './load-module';
import { statePlace } from './state-place';

export interface FleetOptions {
  /** Name of the environment. @default that which the configuration's variable names */
  env?: string;
  /** Path of the configuration. @default looked for in the working directory and above */
  config?: string;
  /** Where runs are kept. @default as configured */
  state?: string;
}

/** An environment, and the folder of scripts as it stands for it. */
export interface Fleet {
  config: Config;
  /** Folder that paths in the configuration are relative to. */
  root: string;
  /** Absolute path of the folder of scripts. */
  folder: string;
  environment: Environment;
  /** In the order in which they are applied. One that could not be loaded has an `error`. */
  scripts: Script[];
  /** Code in the folder whose name begins with no date. */
  undated: string[];
  /** Where runs are kept: an absolute path, or `s3://bucket/prefix`. */
  state: string;
  ledger: Ledger;
  /** What the ledger says of the environment now. Throws `NO_LEDGER`. */
  ledgerState(): Promise<LedgerState>;
  /** Ways to the environment's tables, within its budgets. A budget that is a share of a table is not among them. */
  doors: Doors;
  where: Where;
  who: Who;
}

/** An environment, its ledger, and who writes to it. */
export type LedgerOf = Pick<Fleet, 'environment' | 'ledger' | 'where' | 'who'>;

/**
 * Opens an environment: its variables are set in `process.env`, its scripts read, its ledger and tables within reach.
 * Nothing is sent yet. Throws `NO_CONFIG`, `BAD_CONFIG`, `NO_ENVIRONMENT`, `UNKNOWN_ENVIRONMENT`, `NO_FOLDER`.
 */
export async function openFleet({ env, config: file, state }: FleetOptions, screen: Screen): Promise<Fleet> {
  const loaded = await needConfig(file);
  const { config, root, folder } = loaded;
  const environment = chooseEnvironment(config, { env, variables: process.env });
  Object.assign(process.env, environment.variables);
  const doors = openEnvironment(environment, screen);
  const load = moduleLoader({ root, connect: doors.connect });
  const { scripts, undated } = await readScripts({ folder, config, environment, load });
  const ledger = openLedger(environment, screen);
  return {
    ...{ config, root, folder, environment, scripts, undated, doors, ledger },
    state: stateOf(loaded, state),
    ledgerState: () => ledger.state(environment.name),
    where: await whereFrom(process.env, root),
    who: whoIs(process.env),
  };
}

/** Ways to the tables of an environment. */
export function openEnvironment({ target, budgets }: Environment, screen: Screen): Doors {
  const { endpoint, profile } = target;
  const { maxRcu, maxWcu } = budgets;
  return openDoors({ endpoint, profile, maxRcu, maxWcu, onImpatience: impatientLine(screen.line) });
}

/** The ledger of an environment, behind a door that no budget slows down. */
export function openLedger({ ledger: { table, target } }: Environment, screen: Screen): Ledger {
  const { connect } = openDoors({ onImpatience: impatientLine(screen.line) });
  // That its table is not there is for the ledger to say.
  const send = explained({ target, table }, ['ResourceNotFoundException'])(connect(target), target);
  return createLedger({ send, table });
}

/** Opens where the runs of an environment are kept. */
export function openFleetState(
  { state, environment }: Pick<Fleet, 'state' | 'environment'>,
  { stateSync }: Pick<StateOptions, 'stateSync'>,
): Promise<StateFolder> {
  return openState({ state, stateSync, profile: environment.target.profile });
}

function stateOf(loaded: LoadedConfig, given: string | undefined): string {
  if (given === undefined) return statePlace(loaded);
  return given.startsWith('s3://') ? given : path.resolve(given);
}
