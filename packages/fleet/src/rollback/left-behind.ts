import { counted } from '@dynamodb-migrate/runner';

/** Why a rollback left items as they are, or may have; undefined when it left none. */
export function leftBehind(
  { conflict, failed }: { conflict: number; failed: number },
  lost: readonly string[],
): string | undefined {
  if (lost.length > 0) return `partly rolled back, as the journal is not whole: ${lost.join('; ')}`;
  const left = conflict + failed;
  if (left === 0) return undefined;
  return `${counted(left, 'item')} ${left === 1 ? 'was' : 'were'} changed by others since, or could not be written`;
}
