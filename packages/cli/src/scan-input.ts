import type { Wire } from '@dynamodb-migrate/core';
import type { ScanOptions } from './arguments/scan';

/** What a scan asks of DynamoDB besides the table. */
export function scanInput({ filter, values, names, index, consistent, projection }: ScanOptions): Wire {
  return {
    ...(filter !== undefined && { FilterExpression: filter }),
    ...(values !== undefined && { ExpressionAttributeValues: values }),
    ...(names !== undefined && { ExpressionAttributeNames: names }),
    ...(index !== undefined && { IndexName: index }),
    ...(consistent && { ConsistentRead: true }),
    ...(projection !== undefined && { ProjectionExpression: projection }),
  };
}

/** What makes one run of a scan the same as another. */
export function askedOf(options: ScanOptions): { [name: string]: unknown } {
  const { segments, limit, startKey, filter, values, names, index, consistent, projection, journal } = options;
  return {
    segments: String(segments),
    ...{ limit, 'start-key': startKey, filter, values, names, index, projection },
    ...(consistent && { consistent }),
    ...(journal === false && { journal }),
  };
}
