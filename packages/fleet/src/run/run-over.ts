import type { TableInfo } from '@dynamodb-migrate/core';
import { type Database, parseDatabase } from '@dynamodb-migrate/legacy-adapter';
import { capacityShare, describeTable, runJob, type ScriptRun } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import type { Passage } from './passage';
import { scanOptions } from './scan-options';

/** Runs a script of a fleet over one of its tables. Throws what keeps it from beginning. */
export async function runOver(passage: Passage): Promise<ScriptRun> {
  const { fleet, live, task = 'apply', script, settings = {}, state, open, ready, choose } = passage;
  const { doors, environment } = fleet;
  const database = databaseOf(passage.table, environment.target);
  const info = await describeTable(doors.connect(database.target), database);
  limitTo(passage, info);
  const deployment = { task, environment: environment.name, script: script.file };
  return runJob({
    ...{ options: scanOptions(passage), database, doors, info, settings, open, ready, choose },
    ...(state && { state }),
    ...(live && { deployment }),
  });
}

/** A table of an environment, by its name or its ARN. */
export function databaseOf(table: string, target: FleetData['environment']['target']): Database {
  return { table: table.startsWith('arn:') ? parseDatabase(table).table : table, target };
}

function limitTo({ fleet, table }: Passage, info: TableInfo): void {
  const { doors, config, environment } = fleet;
  const { maxRcu = Number.POSITIVE_INFINITY, maxWcu = Number.POSITIVE_INFINITY } = config.defaults ?? {};
  doors.limitTo({ reads: maxRcu, writes: maxWcu });
  const capacity = environment.budgets.capacity ?? config.defaults?.capacity;
  if (capacity !== undefined) doors.limitTo(capacityShare(Number.parseFloat(capacity) / 100, table, info));
}
