import { compose, scan } from '@dynamodb-migrate/core';
import { parseDatabase, setEndpoint } from '@dynamodb-migrate/legacy-adapter';
import type { Command } from '../arguments/command';
import type { ScanOptions } from '../arguments/scan';
import { capacityShare } from '../capacity';
import { checkRegion } from '../check-region';
import { attendFolder } from '../controls/attend-folder';
import { openDoors } from '../doors';
import { lookAt } from '../look-at';
import type { Migrated } from '../migrated';
import type { Screen } from '../output/screen';
import { impatientLine } from '../patience';
import { prepareScript } from '../prepare-script';
import { runScript } from '../run-script';
import { askedOf, scanInput } from '../scan-input';
import { locateScript } from '../script/load';
import { chooseSegments } from '../segments';
import { openSession } from '../session/open';
import { reportMigration } from './report-migration';

/** Runs a script over every record of a table. */
export const scanCommand: Command<ScanOptions, Migrated> = { run: scanTable, report: reportMigration };

async function scanTable(options: ScanOptions, screen: Screen): Promise<Migrated> {
  const database = parseDatabase(options.database);
  setEndpoint(database.target, options.endpoint);
  checkRegion(database.target);
  locateScript(options.script);
  const { target, table } = database;
  const doors = openDoors({ ...options, onImpatience: impatientLine(screen.line) });
  const { connect } = doors;
  const info = await lookAt(connect(target), database);
  if (options.capacity !== undefined) doors.limitTo(capacityShare(options.capacity, table, info));
  const segments = options.segments === 'auto' ? await chooseSegments(connect(target), table, info) : options.segments;
  const asked = askedOf(options);
  const session = await openSession({ command: 'scan', options, asked, segments, database, info, connect, screen });
  const prepared = await prepareScript(options, session, doors, screen);
  const controls = attendFolder({ session, options, budgets: doors.budgets, screen });
  const stopping = new AbortController();
  const { startKey, limit } = options;
  const scanned = scan({
    send: compose(connect, ...(session.scanLayers ?? []))(target),
    table,
    input: scanInput(options, info?.keys),
    segments: session.segments ?? segments,
    from: session.from ?? (startKey && new Map([[0, { key: startKey, records: 0 }]])),
    limit,
    keyNames: info?.keys,
    expected: info?.itemCount,
    signal: stopping.signal,
  });
  const source = session.source?.(scanned) ?? scanned;
  return runScript({ options, database, prepared, session, controls, doors, source, form: 'wire', stopping }, screen);
}
