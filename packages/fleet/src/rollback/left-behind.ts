import { counted } from '@dynamodb-migrate/runner';

/** Why a rollback left items as they are; undefined when it left none. */
export function leftBehind({ conflict, failed }: { conflict: number; failed: number }): string | undefined {
  const left = conflict + failed;
  if (left === 0) return undefined;
  return `${counted(left, 'item')} ${left === 1 ? 'was' : 'were'} changed by others since, or could not be written`;
}
