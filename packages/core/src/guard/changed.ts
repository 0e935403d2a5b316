import { MigrateError } from '../error';

/** Says that a record is left as others have made it. */
export function changed(when: string): MigrateError {
  return new MigrateError('RECORD_CHANGED', `others changed it ${when}; it is as they left it`, {
    hint: 'Resume the run, or run the script once more, to handle it as it is now.',
  });
}
