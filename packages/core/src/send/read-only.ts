import { MigrateError } from '../error';
import { isRead, tablesOf } from './operations';
import type { Layer } from './send';

/** Where a door only reads, as somebody who tried to write through it is told. */
export interface ReadOnly {
  /** Follows "PutItem to users was held back:". @default 'only reads are let through here' */
  why?: string;
  hint?: string;
}

/** Lets reads through and refuses everything else with `WRITE_HELD_BACK`. */
export function readOnly({ why = 'only reads are let through here', hint }: ReadOnly = {}): Layer {
  return (next) => async (operation, input, options) => {
    if (isRead(operation)) return next(operation, input, options);
    const tables = tablesOf(input).join(', ');
    throw new MigrateError('WRITE_HELD_BACK', `${operation}${tables && ` to ${tables}`} was held back: ${why}`, {
      hint,
    });
  };
}
