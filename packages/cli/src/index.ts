import { migration } from '@dynamodb-migrate/legacy-adapter';
import type { Local, LocalOptions } from '@dynamodb-migrate/local';

type Options = migrate.MigrationOptions;

/**
 * Runs a script over every record, as the old package's function did: calls back with the first error, or with nothing.
 * Also returns a promise, which rejects with that error when there is no callback.
 */
function migrate(options: Options, callback?: (error?: unknown) => void): Promise<void> {
  return migration(options, callback);
}

/** Starts an embedded DynamoDB, for tests of scripts. */
function startLocal(options?: LocalOptions): Promise<Local> {
  return (require('@dynamodb-migrate/local') as typeof import('@dynamodb-migrate/local')).startLocal(options);
}

/** Gives a configuration back as it is, typed. */
function defineConfig(config: migrate.Config): migrate.Config {
  return config;
}

migrate.startLocal = startLocal;
migrate.defineConfig = defineConfig;

declare namespace migrate {
  export type MigrationOptions = import('@dynamodb-migrate/legacy-adapter').MigrationOptions;
  export type Script = import('@dynamodb-migrate/legacy-adapter').Script;
  export type Local = import('@dynamodb-migrate/local').Local;
  export type LocalOptions = import('@dynamodb-migrate/local').LocalOptions;
  export type Config = import('@dynamodb-migrate/ledger').Config;
  export type EnvironmentConfig = import('@dynamodb-migrate/ledger').EnvironmentConfig;
}

// What Node looks for to give named imports to ES modules.
exports.startLocal = startLocal;
exports.defineConfig = defineConfig;

export = migrate;
