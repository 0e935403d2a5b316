import { MigrateError } from '@dynamodb-migrate/core';

/** A command line that cannot be understood: exit code 2. */
export function usageError(message: string, hint = 'See dynamodb-migrate --help.'): MigrateError {
  return new MigrateError('USAGE', message, { hint });
}
