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

migrate.startLocal = startLocal;

declare namespace migrate {
  export type MigrationOptions = import('@dynamodb-migrate/legacy-adapter').MigrationOptions;
  export type Script = import('@dynamodb-migrate/legacy-adapter').Script;
  export type Local = import('@dynamodb-migrate/local').Local;
  export type LocalOptions = import('@dynamodb-migrate/local').LocalOptions;
}

// What Node looks for to give named imports to ES modules.
exports.startLocal = startLocal;

export = migrate;
