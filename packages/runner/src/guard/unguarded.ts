import { MigrateError } from '@dynamodb-migrate/core';
import { refusalOf, type SdkUse } from './sdk-names';

/** Refuses a script that loads the AWS SDK itself. */
export function unguarded(uses: readonly SdkUse[], script: string): MigrateError {
  return new MigrateError('UNGUARDED_SDK', refusalOf(uses, script), {
    hint: "Write with the script's dyno or require('dyno'); if it only reads with the SDK, add --allow-unguarded.",
  });
}
