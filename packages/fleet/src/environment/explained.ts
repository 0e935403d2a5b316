import { type Layer, MigrateError, ServiceError, type Target } from '@dynamodb-migrate/core';
import { explainAt } from '@dynamodb-migrate/runner';

/**
 * Rejects with `CANNOT_REACH`, a sentence and a remedy, where credentials, permissions or the network come between us and a
 * table.
 * @param except errors that are left as they are, by name
 */
export function explained(place: { target: Target; table: string }, except: readonly string[] = []): Layer {
  const explain = explainAt(place);
  return (next) => async (operation, input, options) => {
    try {
      return await next(operation, input, options);
    } catch (error) {
      if (error instanceof ServiceError && except.includes(error.name)) throw error;
      const { message, hint } = explain(error) ?? {};
      throw message === undefined ? error : new MigrateError('CANNOT_REACH', message, { cause: error, hint });
    }
  };
}
