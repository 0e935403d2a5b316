import {
  aside,
  MigrateError,
  pointInTimeRecovery,
  type Send,
  ServiceError,
  type TableInfo,
} from '@dynamodb-migrate/core';
import type { PlannedTable, Warning } from '@dynamodb-migrate/ledger';
import { describeTable } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import { databaseOf } from '../run/run-over';

/** A table as a plan knows it. */
export function plannedTable({ name, arn, id, createdAt, keys, keyTypes }: TableInfo, region: string): PlannedTable {
  return {
    ...{ name, region, identity: { arn, id, createdAt } },
    keys: keys.map((key) => ({ name: key, type: keyTypes[key]! })),
  };
}

/** The tables of a plan as they are now; undefined for one that is gone. */
export async function presentTables(fleet: FleetData, planned: readonly PlannedTable[]) {
  return Promise.all(
    planned.map(async ({ name, region }) => {
      try {
        const database = databaseOf(name, { ...fleet.environment.target, region });
        return plannedTable(await describeTable(fleet.doors.connect(database.target), database), region);
      } catch (error) {
        const { cause } = error as Error;
        if (error instanceof MigrateError && cause instanceof ServiceError && /NotFound/.test(cause.name))
          return undefined;
        throw error;
      }
    }),
  );
}

/** What somebody should know of a table before it is written to. */
export async function warningsOf(send: Send, info: TableInfo): Promise<Warning[]> {
  const { name: table, stream, description } = info;
  const [recovery, ttl] = await Promise.all([pointInTimeRecovery(send, table), timeToLive(send, table)]);
  const replicas = (description.Replicas ?? []).map(({ RegionName }: { RegionName: string }) => RegionName).sort();
  const warning = (kind: Warning['kind'], message: string) => ({ table, kind, message });
  return [
    ...(recovery === 'on' ? [] : [warning('recovery', recoveryText(recovery))]),
    ...(stream
      ? [warning('stream', `its stream${stream.view ? ` (${stream.view})` : ''} tells every change to its consumers`)]
      : []),
    ...(ttl
      ? [warning('ttl', `items expire by ${ttl}; an item that expires while a script is at work stays away`)]
      : []),
    ...(replicas.length > 0 ? [warning('replicas', `every write is repeated in ${replicas.join(', ')}`)] : []),
  ];
}

function recoveryText(recovery: 'off' | 'unknown'): string {
  return recovery === 'off' ? 'point-in-time recovery is off' : 'whether it has point-in-time recovery cannot be told';
}

async function timeToLive(send: Send, TableName: string): Promise<string | undefined> {
  try {
    const { TimeToLiveDescription: found } = await send('DescribeTimeToLive', { TableName }, aside());
    return /^ENABL/.test(found?.TimeToLiveStatus) ? found.AttributeName : undefined;
  } catch {
    // A plan does without this permission, and engines that know no expiry have none.
    return undefined;
  }
}
