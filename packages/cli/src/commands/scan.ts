import { createDescribe, MigrateError, type Send, ServiceError, scan } from '@dynamodb-migrate/core';
import { parseDatabase } from '@dynamodb-migrate/legacy-adapter';
import type { Command } from '../arguments/command';
import type { ScanOptions } from '../arguments/scan';
import { checkRegion } from '../check-region';
import type { Migrated } from '../migrated';
import { explainAt } from '../output/explain';
import type { Screen } from '../output/screen';
import { prepareScript } from '../prepare-script';
import { runScript } from '../run-script';
import { reportMigration } from './report-migration';

/** Runs a script over every record of a table. */
export const scanCommand: Command<ScanOptions, Migrated> = { run: scanTable, report: reportMigration };

async function scanTable(options: ScanOptions, screen: Screen): Promise<Migrated> {
  const database = parseDatabase(options.database);
  if (options.endpoint) database.target.endpoint = options.endpoint;
  checkRegion(database.target);
  const prepared = await prepareScript(options, screen);
  const send = prepared.doors.own(database.target);
  const { table } = database;
  const known = await lookAt(send, database);
  const stopping = new AbortController();
  const source = scan({ send, table, ...known, signal: stopping.signal });
  return runScript({ options, database, prepared, source, form: 'wire', stopping }, screen);
}

/** Key names and item count, as far as the credentials may know them. */
async function lookAt(send: Send, database: ReturnType<typeof parseDatabase>) {
  try {
    const { keys, itemCount } = await createDescribe()(send, database.table);
    return { keyNames: keys, expected: itemCount };
  } catch (error) {
    // The old tool did without this permission, and so can this one.
    if (error instanceof ServiceError && error.name === 'AccessDeniedException') return {};
    const { message, hint } = explainAt(database)(error) ?? { message: String(error), hint: undefined };
    throw new MigrateError('CANNOT_START', message, { cause: error, hint });
  }
}
