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
import type { Database } from '@dynamodb-migrate/legacy-adapter';
import {
  type Doors,
  type Host,
  impatientLine,
  type Log,
  openDoors,
  placeFrom,
  type ScriptRun,
  type StateFolder,
  silent,
  withState,
} from '@dynamodb-migrate/runner';
import { statePlace } from './configured-state';
import { explained } from './explained';
import { type ConfigPlace, needConfig } from './find-config';
import { moduleLoader } from './load-module';
import { warnUnread } from './unread';
import { withVariables } from './variables';

export interface FleetOptions extends ConfigPlace {
  /** Name of the environment. @default that which the configuration's variable names */
  env?: string;
  /** Where runs are kept. @default as configured */
  state?: string;
  /** @default says nothing */
  log?: Log;
  /** Told of each run of a script over a table that is over. */
  onRun?: FleetData['onRun'];
  /** The process, where it is ours alone. */
  host?: Host;
}

/** An environment, and the folder of scripts as it stands for it. */
export interface FleetData {
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
  log: Log;
  host?: Host;
  /** Told of each run of a script over a table that is over. */
  onRun?(script: Script, run: ScriptRun, about: { database: Database; task: 'apply' | 'rollback' }): void;
}

/** An environment, its ledger, and who writes to it. */
export type LedgerOf = Pick<FleetData, 'environment' | 'ledger' | 'where' | 'who'>;

/**
 * Opens an environment: its scripts are read, its ledger and tables within reach. Nothing is sent yet. Throws `NO_CONFIG`,
 * `BAD_CONFIG`, `NO_ENVIRONMENT`, `UNKNOWN_ENVIRONMENT`, `NO_FOLDER`.
 */
export async function openData({ env, state, log = silent, host, onRun, ...place }: FleetOptions): Promise<FleetData> {
  const loaded = await needConfig(place);
  const { config, root, folder } = loaded;
  const environment = chooseEnvironment(config, { env, variables: process.env });
  const doors = doorsOf(environment, log);
  const load = moduleLoader({ connect: doors.connect, alone: host !== undefined, unread: warnUnread(log) });
  const { scripts, undated } = await withVariables(environment.variables, () =>
    readScripts({ folder, config, environment, load }),
  );
  const ledger = openLedger(environment, log);
  return {
    ...{ config, root, folder, environment, scripts, undated, doors, ledger, log, onRun, host },
    state: stateOf(loaded, state, place.cwd),
    ledgerState: () => ledger.state(environment.name),
    where: await whereFrom(process.env, root),
    who: whoIs(process.env),
  };
}

/** Ways to the tables of an environment. */
export function doorsOf({ target, budgets }: Environment, log: Log): Doors {
  const { endpoint, profile } = target;
  const { maxRcu, maxWcu } = budgets;
  return openDoors({ endpoint, profile, maxRcu, maxWcu, onImpatience: impatientLine(log.info) });
}

/** The ledger of an environment, behind a door that no budget slows down. */
export function openLedger({ ledger: { table, target } }: Environment, log: Log): Ledger {
  const { connect } = openDoors({ onImpatience: impatientLine(log.info) });
  // That its table is not there is for the ledger to say.
  const send = explained({ target, table }, ['ResourceNotFoundException'])(connect(target), target);
  return createLedger({ send, table });
}

/** Does something with the place where the runs of an environment are kept. */
export function inFleetState<T>(
  { state, environment }: Pick<FleetData, 'state' | 'environment'>,
  stateSync: 'strict' | undefined,
  work: (state: StateFolder) => Promise<T>,
): Promise<T> {
  return withState({ state, stateSync, profile: environment.target.profile }, work);
}

function stateOf(loaded: LoadedConfig, given: string | undefined, cwd = process.cwd()): string {
  return given === undefined ? statePlace(loaded) : placeFrom(cwd, given);
}
