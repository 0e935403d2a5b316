import type { Send, TableInfo } from '@dynamodb-migrate/core';

const bytesPerSegment = 32 * 2 ** 20;
const most = 64;
const unknownSize = 16;

/**
 * How many parts a table is best read in: one for each 32 MB, 64 at most. DynamoDB's count of bytes is hours old at
 * times and 0 for a new table, so a table that claims to be small is looked at: one page, or 16 parts.
 */
export async function chooseSegments(send: Send, table: string, info: TableInfo | undefined): Promise<number> {
  const claimed = Math.ceil((info?.sizeBytes ?? 0) / bytesPerSegment);
  if (claimed > 1) return Math.min(most, claimed);
  const { LastEvaluatedKey } = await send('Scan', { TableName: table, Select: 'COUNT' });
  return LastEvaluatedKey ? unknownSize : 1;
}
