import {
  CreateBackupCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { createTable, describeEngines } from '@dynamodb-migrate/test-tools';
import { mockClient } from 'aws-sdk-client-mock';
import { fromClient } from '../../src/aws/from-client';
import { backUp, pointInTimeRecovery } from '../../src/backup/backup';

const client = new DynamoDBClient({ region: 'us-east-1' });
const mock = mockClient(client);
const send = fromClient(client);
const BackupArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/users/backup/01';
const options = { name: 'before-run', every: 1 };

const details = (BackupStatus: 'CREATING' | 'AVAILABLE' | 'DELETED') => ({
  BackupArn,
  BackupName: 'before-run',
  BackupStatus,
  BackupType: 'USER' as const,
  BackupCreationDateTime: new Date(),
});
const described = (status: 'CREATING' | 'AVAILABLE' | 'DELETED') => ({
  BackupDescription: { BackupDetails: details(status) },
});
const refused = (name: string, message = 'refused') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

beforeEach(() => mock.reset());

describe('a backup', () => {
  test('is asked for and waited for', async () => {
    mock.on(CreateBackupCommand).resolves({ BackupDetails: details('CREATING') });
    mock
      .on(DescribeBackupCommand)
      .rejectsOnce(refused('BackupNotFoundException'))
      .resolvesOnce(described('CREATING'))
      .resolvesOnce(described('AVAILABLE'));
    const waits: number[] = [];
    expect(await backUp(send, 'users', { ...options, onWait: (passed) => waits.push(passed) })).toBe(BackupArn);
    expect(waits).toHaveLength(3);
    expect(mock.commandCalls(CreateBackupCommand).map(({ args }) => args[0].input)).toEqual([
      { TableName: 'users', BackupName: 'before-run' },
    ]);
    expect(mock.commandCalls(DescribeBackupCommand).map(({ args }) => args[0].input.BackupArn)).toEqual(
      Array(3).fill(BackupArn),
    );
  });

  test('that is there at once is not looked at', async () => {
    mock.on(CreateBackupCommand).resolves({ BackupDetails: details('AVAILABLE') });
    expect(await backUp(send, 'users', options)).toBe(BackupArn);
    expect(mock.commandCalls(DescribeBackupCommand)).toEqual([]);
  });

  test.each([
    ['AccessDeniedException', 'no permission to back up users: refused', /dynamodb:CreateBackup/],
    ['UnknownOperationException', 'there are no backups where users is', /local engines/],
    ['TableNotFoundException', 'there is no table users to back up', undefined],
    ['LimitExceededException', 'DynamoDB did not back up users: LimitExceededException: refused', undefined],
  ])('%s', async (name, message, hint) => {
    mock.on(CreateBackupCommand).rejects(refused(name));
    const error = await backUp(send, 'users', options).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'BACKUP_FAILED', message });
    if (hint) expect(error.hint).toMatch(hint);
    else expect(error.hint).toBeUndefined();
  });

  test('whose progress may not be seen, or that disappears', async () => {
    mock.on(CreateBackupCommand).resolves({ BackupDetails: details('CREATING') });
    mock.on(DescribeBackupCommand).rejects(refused('AccessDeniedException'));
    await expect(backUp(send, 'users', options)).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      hint: 'Ask for dynamodb:DescribeBackup on the table.',
    });
    mock.on(DescribeBackupCommand).resolves(described('DELETED'));
    await expect(backUp(send, 'users', options)).rejects.toMatchObject({ message: expect.stringContaining('deleted') });
  });

  test('is not waited for once the signal fires', async () => {
    mock.on(CreateBackupCommand).resolves({ BackupDetails: details('CREATING') });
    mock.on(DescribeBackupCommand).resolves(described('CREATING'));
    const stop = new AbortController();
    const waiting = backUp(send, 'users', {
      ...options,
      every: 60_000,
      signal: stop.signal,
      onWait: () => stop.abort(),
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test.each([
  [{ PointInTimeRecoveryStatus: 'ENABLED' }, 'on'],
  [{ PointInTimeRecoveryStatus: 'DISABLED' }, 'off'],
  [undefined, 'unknown'],
] as const)('point-in-time recovery %#', async (PointInTimeRecoveryDescription, answer) => {
  mock.on(DescribeContinuousBackupsCommand).resolves({
    ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription },
  });
  expect(await pointInTimeRecovery(send, 'users')).toBe(answer);
});

test('point-in-time recovery is unknown without permission', async () => {
  mock.on(DescribeContinuousBackupsCommand).rejects(refused('AccessDeniedException'));
  expect(await pointInTimeRecovery(send, 'users')).toBe('unknown');
});

describeEngines('an engine without backups', (engine) => {
  test('is told from a refusal', async () => {
    const table = await createTable(engine);
    await expect(backUp(engine.send, table, options)).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: `there are no backups where ${table} is`,
    });
    expect(await pointInTimeRecovery(engine.send, table)).toBe('unknown');
  });
});
