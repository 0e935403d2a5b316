import {
  compose,
  createDescribe,
  type Deployment,
  MigrateError,
  ServiceError,
  scan,
  type TableInfo,
} from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/ledger';
import { type Database, parseDatabase } from '@dynamodb-migrate/legacy-adapter';
import type { ScanOptions } from '../arguments/scan';
import { capacityShare } from '../capacity';
import { attendFolder } from '../controls/attend-folder';
import type { Fleet } from '../fleet/fleet';
import type { Migrated } from '../migrated';
import { explainAt } from '../output/explain';
import type { Screen } from '../output/screen';
import { type Prepared, prepareScript } from '../prepare-script';
import { runScript } from '../run-script';
import { askedOf, scanInput } from '../scan-input';
import { chooseSegments } from '../segments';
import type { Session, SessionOptions } from '../session/session';
import { scanOptions } from './scan-options';

/** A script that is to be run over one of its tables. */
export interface Passage {
  fleet: Fleet;
  script: Script;
  table: string;
  live: boolean;
  /** What a live run is for. @default 'apply' */
  task?: Deployment['task'];
  /** The flags that go on with the run. */
  settings?: { [flag: string]: unknown };
  /** The run to go on with. */
  resume?: string;
  open(given: SessionOptions): Promise<Session>;
  /** The script is loaded, and its first record is about to be read. */
  ready?(session: Session, prepared: Prepared): Promise<void>;
}

/** Runs a script of a fleet over one of its tables. Throws what keeps it from beginning. */
export async function runOver(passage: Passage, screen: Screen): Promise<Migrated> {
  const { fleet, open, ready } = passage;
  const { doors, environment } = fleet;
  const { task = 'apply', script, settings = {} } = passage;
  const deployment = { task, environment: environment.name, script: script.file };
  const options = scanOptions(passage);
  const database = databaseOf(passage.table, environment.target);
  const { target, table } = database;
  const info = await lookAt(passage.fleet, database);
  limitTo(passage, info);
  const send = doors.connect(target);
  const segments = options.segments === 'auto' ? await chooseSegments(send, table, info) : options.segments;
  const given = {
    ...({ command: 'scan', options, asked: askedOf(options), ...(passage.live && { deployment }) } as const),
    ...{ segments, database, info, screen, settings },
  };
  const session = await open({ ...given, connect: doors.connect });
  const prepared = await prepareScript(options, session, doors, screen);
  await ready?.(session, prepared);
  const controls = attendFolder({ session, options, budgets: doors.budgets, screen });
  const stopping = new AbortController();
  const scanned = scan({
    send: compose(doors.connect, ...(session.scanLayers ?? []))(target),
    table,
    input: scanInput(options as ScanOptions, info.keys),
    segments: session.segments ?? segments,
    from: session.from,
    keyNames: info.keys,
    expected: info.itemCount,
    signal: stopping.signal,
  });
  const source = session.source?.(scanned) ?? scanned;
  return runScript({ options, database, prepared, session, controls, doors, source, form: 'wire', stopping }, screen);
}

/** A table of an environment, by its name or its ARN. */
export function databaseOf(table: string, target: Fleet['environment']['target']): Database {
  return { table: table.startsWith('arn:') ? parseDatabase(table).table : table, target };
}

/** Describes a table of an environment. Throws `CANNOT_START`. */
export async function lookAt({ doors }: Pick<Fleet, 'doors'>, database: Database): Promise<TableInfo> {
  try {
    return await createDescribe()(doors.connect(database.target), database.table);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { message, hint } = explainAt(database)(error) ?? { message: `${error.name}: ${error.message}` };
    throw new MigrateError('CANNOT_START', message, { cause: error, hint });
  }
}

function limitTo({ fleet, table }: Passage, info: TableInfo): void {
  const { doors, config, environment } = fleet;
  const { maxRcu = Number.POSITIVE_INFINITY, maxWcu = Number.POSITIVE_INFINITY } = config.defaults ?? {};
  doors.limitTo({ reads: maxRcu, writes: maxWcu });
  const capacity = environment.budgets.capacity ?? config.defaults?.capacity;
  if (capacity !== undefined) doors.limitTo(capacityShare(Number.parseFloat(capacity) / 100, table, info));
}
