import type { Wire } from '@dynamodb-migrate/core';
import type { LiveOptions } from './options/live';
import type { ScanOptions } from './options/scan';

/** What a scan asks of DynamoDB besides the table. A projection brings the key along, by which a record is known. */
export function scanInput(
  { filter, values, names: given, index, consistent, projection: asked, pageSize }: ScanOptions,
  keys: readonly string[] = [],
): Wire {
  const { projection, names } = withKeys(asked, given, keys);
  return {
    ...(filter !== undefined && { FilterExpression: filter }),
    ...(values !== undefined && { ExpressionAttributeValues: values }),
    ...(names !== undefined && { ExpressionAttributeNames: names }),
    ...(index !== undefined && { IndexName: index }),
    ...(consistent && { ConsistentRead: true }),
    ...(pageSize !== undefined && { Limit: pageSize }),
    ...(projection !== undefined && { ProjectionExpression: projection }),
  };
}

/** What makes one run of a scan the same as another. */
export function askedOf(options: ScanOptions & Pick<LiveOptions, 'journal' | 'guard'>): { [name: string]: unknown } {
  const { segments, limit, startKey, filter, values, names, index, consistent, projection, journal, guard } = options;
  return {
    segments: String(segments ?? 1),
    ...{ limit, 'start-key': startKey, filter, values, names, index, projection },
    ...(consistent && { consistent }),
    ...(guard && { guard }),
    ...(journal === false && { journal }),
  };
}

function withKeys(projection: string | undefined, names: ScanOptions['names'], keys: readonly string[]) {
  if (projection === undefined) return { projection, names };
  const known = new Map(Object.entries(names ?? {}));
  const read = projection.split(',').map((path) => known.get(path.trim()) ?? path.trim());
  const missing = keys
    .filter((key) => !read.includes(key))
    .map((key, index) => [`#migrate_key_${index}`, key] as const);
  if (missing.length === 0) return { projection, names };
  return {
    projection: [projection, ...missing.map(([alias]) => alias)].join(', '),
    names: { ...names, ...Object.fromEntries(missing) },
  };
}
