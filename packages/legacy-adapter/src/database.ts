import { MigrateError, type Target } from '@dynamodb-migrate/core';

/** A table and where it is. */
export interface Database {
  target: Target;
  table: string;
}

/**
 * Reads `region/table`; region `local` means http://localhost:4567 with fake credentials. The table may be an ARN,
 * which names the region by itself. Throws `BAD_DATABASE`.
 */
export function parseDatabase(database: string): Database {
  const arn = /^(?:([^/:]+)\/)?(arn:[^:]+:dynamodb:([^:]+):\d*:table\/[^/]+)$/.exec(database);
  if (arn) return { target: targetOf(arn[1] ?? arn[3]!), table: arn[2]! };
  const [region, table] = database.split('/');
  if (!region || !table) {
    throw new MigrateError('BAD_DATABASE', `"${database}" is not region/table`, {
      hint: 'Write for example eu-west-1/my-table, local/my-table, or the table’s ARN.',
    });
  }
  return { target: targetOf(region), table };
}

function targetOf(region: string): Target {
  if (region !== 'local') return { region };
  return {
    region,
    endpoint: 'http://localhost:4567',
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
  };
}
