import type { SessionOptions } from './session';

/** Makes the backup that was asked for, and says when the table has no point-in-time recovery; gives the backup's ARN. */
export async function protectTable(
  _given: Pick<SessionOptions, 'options' | 'database' | 'info' | 'connect' | 'screen'> & { run: string },
): Promise<string | undefined> {
  return undefined;
}
