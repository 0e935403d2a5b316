import type { MigrateError } from '@dynamodb-migrate/core';

/** A command line that cannot be understood: exit code 2. */
export function usageError(message: string, hint = 'See dynamodb-migrate --help.'): MigrateError {
  // Loaded here, since whoever only asks for help needs no engine.
  const core = require('@dynamodb-migrate/core') as typeof import('@dynamodb-migrate/core');
  return new core.MigrateError('USAGE', message, { hint });
}
