import { MigrateError } from '../error';
import { isRead, tablesOf } from './operations';
import type { Layer } from './send';

/** Lets reads through and refuses everything else with `WRITE_IN_DRY_RUN`. */
export function readOnly(): Layer {
  return (next) => async (operation, input, options) => {
    if (isRead(operation)) return next(operation, input, options);
    const tables = tablesOf(input).join(', ');
    throw new MigrateError(
      'WRITE_IN_DRY_RUN',
      `${operation}${tables && ` to ${tables}`} was held back: this is a dry run`,
      {
        hint: 'Guard writes with `if (!dyno) return callback()`, or add --live to make them.',
      },
    );
  };
}
