import {
  compose,
  createDescribe,
  MigrateError,
  type Send,
  ServiceError,
  scan,
  type TableInfo,
} from '@dynamodb-migrate/core';
import { type Database, parseDatabase } from '@dynamodb-migrate/legacy-adapter';
import type { Command } from '../arguments/command';
import type { ScanOptions } from '../arguments/scan';
import { checkRegion } from '../check-region';
import { openDoors } from '../doors';
import type { Migrated } from '../migrated';
import { explainAt } from '../output/explain';
import type { Screen } from '../output/screen';
import { impatientLine } from '../patience';
import { prepareScript } from '../prepare-script';
import { runScript } from '../run-script';
import { locateScript } from '../script/load';
import { openSession } from '../session/open';
import { reportMigration } from './report-migration';

/** Runs a script over every record of a table. */
export const scanCommand: Command<ScanOptions, Migrated> = { run: scanTable, report: reportMigration };

async function scanTable(options: ScanOptions, screen: Screen): Promise<Migrated> {
  const database = parseDatabase(options.database);
  if (options.endpoint) database.target.endpoint = options.endpoint;
  checkRegion(database.target);
  locateScript(options.script);
  const { target, table } = database;
  const { connect } = openDoors({ ...options, onImpatience: impatientLine(screen.line) });
  const info = await lookAt(connect(target), database);
  const session = await openSession({ options, database, info, connect, screen });
  const prepared = await prepareScript(options, session, connect, screen);
  const stopping = new AbortController();
  const scanned = scan({
    send: compose(connect, ...(session.scanLayers ?? []))(target),
    table,
    keyNames: info?.keys,
    expected: info?.itemCount,
    signal: stopping.signal,
  });
  const source = session.source?.(scanned) ?? scanned;
  return runScript({ options, database, prepared, session, source, form: 'wire', stopping }, screen);
}

/** What the credentials may know of the table. */
async function lookAt(send: Send, database: Database): Promise<TableInfo | undefined> {
  try {
    return await createDescribe()(send, database.table);
  } catch (error) {
    // The old tool did without this permission, and so can this one.
    if (error instanceof ServiceError && error.name === 'AccessDeniedException') return undefined;
    const { message, hint } = explainAt(database)(error) ?? { message: String(error), hint: undefined };
    throw new MigrateError('CANNOT_START', message, { cause: error, hint });
  }
}
