import { setTimeout as sleep } from 'node:timers/promises';
import { MigrateError } from '../error';
import { aside } from '../send/aside';
import type { Send, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';

export interface BackupOptions {
  /** Name of the backup: 3 to 255 letters, digits, dots, dashes and underscores. */
  name: string;
  signal?: AbortSignal;
  /** Told before each look at whether it is ready, with the milliseconds that have passed. */
  onWait?: (milliseconds: number) => void;
  /** Milliseconds between two looks. @default 2000 */
  every?: number;
}

/**
 * Asks DynamoDB for an on-demand backup of a table, waits until it can be restored from, and gives its ARN. Throws
 * `BACKUP_FAILED`; rejects with an `AbortError` when the signal fires, which leaves a backup that was begun to itself.
 */
export async function backUp(send: Send, table: string, options: BackupOptions): Promise<string> {
  const { name, signal, onWait, every = 2000 } = options;
  const began = Date.now();
  const created = await send('CreateBackup', { TableName: table, BackupName: name }, { signal }).catch((error) => {
    throw explained(error, table, 'CreateBackup');
  });
  const arn: string = created.BackupDetails.BackupArn;
  let status: string = created.BackupDetails.BackupStatus;
  while (status !== 'AVAILABLE') {
    if (status === 'DELETED') throw failed(`the backup ${arn} of ${table} was deleted before it was ready`);
    onWait?.(Date.now() - began);
    await sleep(every, undefined, { signal });
    status = await statusOf(arn);
  }
  return arn;

  async function statusOf(BackupArn: string): Promise<string> {
    try {
      const { BackupDescription }: Wire = await send('DescribeBackup', { BackupArn }, { signal });
      return BackupDescription.BackupDetails.BackupStatus;
    } catch (error) {
      // A backup that has just been asked for need not be known everywhere yet.
      if (error instanceof ServiceError && error.name === 'BackupNotFoundException') return 'CREATING';
      throw explained(error, table, 'DescribeBackup');
    }
  }
}

/** Whether a table can be restored to any second of the last weeks; `unknown` where DynamoDB does not tell within seconds. */
export async function pointInTimeRecovery(send: Send, table: string): Promise<'on' | 'off' | 'unknown'> {
  try {
    const { ContinuousBackupsDescription: backups }: Wire = await send(
      'DescribeContinuousBackups',
      { TableName: table },
      aside(),
    );
    const status = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return status === 'ENABLED' ? 'on' : status === 'DISABLED' ? 'off' : 'unknown';
  } catch {
    return 'unknown';
  }
}

function explained(error: unknown, table: string, operation: string): unknown {
  if (!(error instanceof ServiceError) || error.name === 'AbortError') return error;
  const { name, message } = error;
  switch (name) {
    case 'AccessDeniedException':
      return failed(
        `no permission to back up ${table}: ${message}`,
        error,
        `Ask for dynamodb:${operation} on the table.`,
      );
    case 'UnknownOperationException':
      return failed(
        `there are no backups where ${table} is`,
        error,
        'DynamoDB on AWS has them, local engines have not.',
      );
    case 'TableNotFoundException':
    case 'ResourceNotFoundException':
      return failed(`there is no table ${table} to back up`, error);
    default:
      return failed(`DynamoDB did not back up ${table}: ${name}: ${message}`, error);
  }
}

function failed(message: string, cause?: unknown, hint?: string): MigrateError {
  return new MigrateError('BACKUP_FAILED', message, { cause, hint });
}
