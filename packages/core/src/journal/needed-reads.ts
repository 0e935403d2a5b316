import { MigrateError } from '../error';
import { tablesOf } from '../send/operations';
import type { Send } from '../send/send';

/** A door for the journal's own reads, which says in one sentence which permission is missing: `JOURNAL_NEEDS_PERMISSION`. */
export function neededReads(send: Send): Send {
  return async (operation, input, options) => {
    try {
      return await send(operation, input, options);
    } catch (cause) {
      if ((cause as Error).name !== 'AccessDeniedException') throw cause;
      const tables = tablesOf(input).join(', ');
      throw new MigrateError('JOURNAL_NEEDS_PERMISSION', `the journal needs dynamodb:${operation} on ${tables}`, {
        cause,
        hint: 'Grant it, or switch the journal off; the run cannot be rolled back then.',
      });
    }
  };
}
