import { MigrateError } from '@dynamodb-migrate/core';

/** Says of a journal that is not whole what can be done about it; any other error stays as it is. */
export function withWayPast(error: unknown): unknown {
  if (!(error instanceof MigrateError) || error.code !== 'JOURNAL_DAMAGED') return error;
  const { code, message, cause } = error;
  return new MigrateError(code, message, {
    cause,
    hint: 'Bring the folder of the run back from a copy. With --force what is left of the journal is rolled back.',
  });
}
