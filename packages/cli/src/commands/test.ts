import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { compose, MigrateError, ServiceError } from '@dynamodb-migrate/core';
import { type Config, chooseEnvironment, type Environment, environment, readMetadata } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { TestOptions } from '../arguments/test';
import type { Doors } from '../doors';
import { explained } from '../fleet/explained';
import { findConfig } from '../fleet/find-config';
import { openEnvironment } from '../fleet/fleet';
import { moduleLoader } from '../fleet/load-module';
import type { Screen } from '../output/screen';
import { chooseScripts } from '../rehearsal/choose-scripts';
import { compareRecords, type Difference } from '../rehearsal/compare';
import { writeRecords } from '../rehearsal/fixtures';
import { type Given, givenTables } from '../rehearsal/given-tables';
import { type Rehearsal, rehearse } from '../rehearsal/rehearse';
import { reportTest } from './report-test';

/** What trying a script came to. */
export interface Tried {
  script: string;
  tables: { table: string; records: number; key: string[] }[];
  rehearsal: Rehearsal;
  /** What differs from what is written down as expected; absent where nothing is. */
  unexpected?: Difference[];
  /** Files that were written. */
  written: string[];
  passed: boolean;
}

/** A script that could not be tried. */
export interface Untried {
  script: string;
  passed: false;
  error: { message: string; hint?: string };
}

export interface Tests {
  json: boolean;
  environment: string;
  tried: (Tried | Untried)[];
}

/** Tries scripts on an embedded DynamoDB. */
export const testCommand: Command<TestOptions, Tests> = { run: testScripts, report: reportTest, exits: true };

async function testScripts(options: TestOptions, screen: Screen): Promise<Tests> {
  const { script, sample, json } = options;
  const { config, root, folder } = await findConfig(options.config);
  const { env } = options;
  const isReal = sample !== undefined || env !== undefined;
  const chosen = isReal ? chooseEnvironment(config, { env, variables: process.env }) : testEnvironment(config);
  Object.assign(process.env, chosen.variables);
  const doors = openEnvironment(chosen, screen);
  const load = moduleLoader({ root, connect: doors.connect });
  const files = await chooseScripts(folder, script);
  const tryOne = async (file: string): Promise<Tried> => {
    const metadata = readMetadata(await load(file));
    const named = metadata.tables.length > 0 ? metadata.tables : [config.tables?.[path.basename(file)] ?? []].flat();
    const tables = named.length > 0 ? named.map(chosen.tableName) : ['records'];
    const sampling = sample === undefined ? undefined : samplingOf(sample, tables, { chosen, doors, config });
    const given = await givenTables(file, tables, sampling);
    const { variables } = chosen;
    const rehearsal = await rehearse({ script: file, metadata, tables, given, variables, limit: options.timeout });
    return judge(file, given, rehearsal, options);
  };
  const tried: Tests['tried'] = [];
  for (const file of files) {
    screen.status(`${path.basename(file)} …`);
    const one = await tryOne(file).catch((error) => untried(file, error));
    // Where there is no other, nothing could begin.
    if ('error' in one && files.length === 1) throw one.error;
    tried.push(one);
  }
  screen.clear();
  return { json, environment: chosen.name, tried };
}

/** Why a script could not be tried. Throws what is no fault of the script and of what lies beside it. */
function untried(file: string, error: unknown): Omit<Untried, 'error'> & { error: MigrateError } {
  const script = path.basename(file);
  if (error instanceof MigrateError) return { script, passed: false, error };
  if (!(error instanceof ServiceError)) throw error;
  return { script, passed: false, error: new MigrateError('CANNOT_START', error.message, { cause: error }) };
}

/** An environment that is nowhere, so that a test comes out alike wherever it is run. */
function testEnvironment(config: Config): Environment {
  return environment({ ...config, environments: { test: { region: 'local' } } }, 'test');
}

function samplingOf(
  size: number,
  tables: readonly string[],
  { chosen, doors, config }: { chosen: Environment; doors: Doors; config: Config },
) {
  const connect = compose(doors.connect, explained({ target: chosen.target, table: tables.join(', ') }));
  return { size, connect, environment: chosen, config };
}

async function judge(file: string, given: Given[], rehearsal: Rehearsal, options: TestOptions): Promise<Tried> {
  const { dryRun, live, after, rolledBack } = rehearsal;
  const written = options.update && live.ok ? await update(given, after, options.sample !== undefined) : [];
  const compared = given.filter(({ expected }) => expected !== undefined);
  const unexpected =
    compared.length > 0 && written.length === 0 && live.ok ? compared.flatMap((one) => differs(one, after)) : undefined;
  return {
    script: path.basename(file),
    tables: given.map(({ table, records, description }) => ({
      table,
      records: records.length,
      key: description.KeySchema.map((key: { AttributeName: string }) => key.AttributeName),
    })),
    rehearsal,
    ...(unexpected && { unexpected }),
    written,
    passed: dryRun.ok && live.ok && !unexpected?.length && !rolledBack.error && rolledBack.left.length === 0,
  };
}

function differs({ table, expected }: Given, after: Rehearsal['after']): Difference[] {
  const { keyNames, records } = after.find((one) => one.table === table)!;
  return compareRecords(table, keyNames, expected!, records);
}

async function update(given: Given[], after: Rehearsal['after'], sampled: boolean): Promise<string[]> {
  const written: string[] = [];
  for (const { table, files, records, description } of given) {
    if (sampled) {
      await writeRecords(files.fixture, records);
      writeFileSync(files.description, `${JSON.stringify({ Table: description }, null, 2)}\n`);
      written.push(files.fixture, files.description);
    }
    await writeRecords(files.expected, after.find((one) => one.table === table)!.records);
    written.push(files.expected);
  }
  return written;
}
