import { backUp, pointInTimeRecovery } from '@dynamodb-migrate/core';
import { duration } from '../format';
import type { SessionOptions } from './session';

export interface ProtectOptions extends Pick<SessionOptions, 'options' | 'database' | 'connect' | 'log'> {
  /** Id of the run, which becomes part of the backup's name. */
  run: string;
}

/** Makes the backup that was asked for, and says when the table has no point-in-time recovery; gives the backup's ARN. */
export async function protectTable({ options, database, connect, log, run }: ProtectOptions) {
  const { target, table } = database;
  const send = connect(target);
  if (!options.backup) {
    if ((await pointInTimeRecovery(send, table)) === 'off') {
      log.warn(`point-in-time recovery is off for ${table}; --backup makes a backup first`);
    }
    return undefined;
  }
  const onWait = (waited: number) => log.status?.(`waiting for the backup of ${table}: ${duration(waited)}`);
  const arn = await backUp(send, table, { name: `dynamodb-migrate-${run}`.slice(0, 255), onWait });
  log.info(`backup: ${arn}`);
  return arn;
}
