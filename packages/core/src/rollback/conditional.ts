import { MigrateError } from '../error';
import { isRead } from '../send/operations';
import type { Layer } from '../send/send';

/**
 * Puts the condition of each write into its input, below the journal, which keeps the image that the condition spells
 * already. Lets no write through without one.
 */
export const conditional: Layer = (next) => (operation, input, options) => {
  if (isRead(operation)) return next(operation, input, options);
  const { condition, ...rest } = options ?? {};
  if (condition) return next(operation, { ...input, ...condition }, rest);
  return Promise.reject(new MigrateError('NO_CONDITION', `a rollback makes no ${operation} without a condition`));
};
