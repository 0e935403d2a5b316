import type { MigrationOptions } from './old/migration';

// Loaded when they are called: a program that needs one of them does not wait for the others.
const fleet = () => require('@dynamodb-migrate/fleet') as typeof import('@dynamodb-migrate/fleet');
const runner = () => require('@dynamodb-migrate/runner') as typeof import('@dynamodb-migrate/runner');
const local = () => require('@dynamodb-migrate/local') as typeof import('@dynamodb-migrate/local');
const testing = () => require('./commands/test/run') as typeof import('./commands/test/run');

/**
 * Runs a script over every record, as the old package's function did: calls back with the first error, or with nothing.
 * Also returns a promise, which rejects with that error when there is no callback.
 */
function migrate(options: MigrationOptions, callback?: (error?: unknown) => void): Promise<void> {
  return (require('./old/migration') as typeof import('./old/migration')).migration(options, callback);
}

/**
 * Runs a script over the records of a table, or over given ones: dry, as a preview, or live. Resolves with what it came to,
 * also when that is a failure; rejects with a `MigrateError` when it could not begin.
 */
const runScript: typeof import('@dynamodb-migrate/runner').runScript = (options) => runner().runScript(options);

/** Rolls back what a live run did, or shows what would be rolled back. */
const rollBack: typeof import('@dynamodb-migrate/fleet').rollBack = (options) => fleet().rollBack(options);

/** The runs, oldest first. */
const listRuns: typeof import('@dynamodb-migrate/runner').listRuns = (options) => runner().listRuns(options);

/** All that there is to know of a run. */
const showRun: typeof import('@dynamodb-migrate/runner').showRun = (options) => runner().showRun(options);

/** Removes old runs; gives their ids. */
const pruneRuns: typeof import('@dynamodb-migrate/runner').pruneRuns = (options) => runner().pruneRuns(options);

/** Changes the limits of a run that is at work, or pauses it. */
const tune: typeof import('@dynamodb-migrate/runner').tune = (options) => runner().tune(options);

/** Opens the scripts of an environment: status, lint, plan, approve, apply, verify, adopt, rollBack, history, test. */
async function openFleet(options?: migrate.FleetOptions): Promise<migrate.Fleet> {
  const opened = await fleet().openFleet(options);
  return { ...opened, test: (script, given) => opened.test(script, { program: testing().program, ...given }) };
}

/** Starts an embedded DynamoDB, for tests of scripts. */
const startLocal: typeof import('@dynamodb-migrate/local').startLocal = (options) => local().startLocal(options);

/** Gives a configuration back as it is, typed. */
function defineConfig(config: migrate.Config): migrate.Config {
  return config;
}

migrate.runScript = runScript;
migrate.rollBack = rollBack;
migrate.listRuns = listRuns;
migrate.showRun = showRun;
migrate.pruneRuns = pruneRuns;
migrate.tune = tune;
migrate.openFleet = openFleet;
migrate.startLocal = startLocal;
migrate.defineConfig = defineConfig;

declare namespace migrate {
  export type MigrationOptions = import('./old/migration').MigrationOptions;
  /** A `(record, dyno, callback)` script over items of a kind. */
  export type Script<Item = any> = import('./script-type').Script<Item>;
  export type DynoClient = import('@dynamodb-migrate/dyno-compat').DynoClient;
  export type RunScriptOptions = import('@dynamodb-migrate/runner').RunScriptOptions;
  export type ScriptRun = import('@dynamodb-migrate/runner').ScriptRun;
  export type Progress = import('@dynamodb-migrate/runner').Progress;
  export type RecordChange = import('@dynamodb-migrate/runner').RecordChange;
  export type Log = import('@dynamodb-migrate/runner').Log;
  export type RollBackOptions = import('@dynamodb-migrate/fleet').RollBackRunOptions;
  export type RolledBack = import('@dynamodb-migrate/runner').RolledBack;
  export type ListedRuns = import('@dynamodb-migrate/runner').ListedRuns;
  export type ShownRun = import('@dynamodb-migrate/runner').ShownRun;
  export type TuneOptions = import('@dynamodb-migrate/runner').TuneOptions;
  export type FleetOptions = import('@dynamodb-migrate/fleet').FleetOptions;
  export interface Fleet extends Omit<import('@dynamodb-migrate/fleet').Fleet, 'test'> {
    /** Tries a script on an embedded DynamoDB, or all that have fixtures. */
    test(
      script?: string,
      options?: Pick<import('@dynamodb-migrate/fleet').TestScriptsOptions, 'sample' | 'update' | 'timeout'>,
    ): Promise<import('@dynamodb-migrate/fleet').Tests>;
  }
  export type Plan = import('@dynamodb-migrate/ledger').Plan;
  export type Applied = import('@dynamodb-migrate/fleet').Applied;
  export type Local = import('@dynamodb-migrate/local').Local;
  export type LocalOptions = import('@dynamodb-migrate/local').LocalOptions;
  export type Config = import('@dynamodb-migrate/ledger').Config;
  export type EnvironmentConfig = import('@dynamodb-migrate/ledger').EnvironmentConfig;
}

// What Node looks for to give named imports to ES modules.
exports.runScript = runScript;
exports.rollBack = rollBack;
exports.listRuns = listRuns;
exports.showRun = showRun;
exports.pruneRuns = pruneRuns;
exports.tune = tune;
exports.openFleet = openFleet;
exports.startLocal = startLocal;
exports.defineConfig = defineConfig;

export = migrate;
