import path from 'node:path';
import { MigrateError, ServiceError, writeOutput } from '@dynamodb-migrate/core';
import { type Config, chooseEnvironment, type Environment, environment, readMetadata } from '@dynamodb-migrate/ledger';
import { type Doors, type Host, type Log, silent, throughLayers } from '@dynamodb-migrate/runner';
import { explained } from '../environment/explained';
import { type ConfigPlace, findConfig } from '../environment/find-config';
import { moduleLoader } from '../environment/load-module';
import { doorsOf } from '../environment/open';
import { withVariables } from '../environment/variables';
import { chooseScripts } from './choose-scripts';
import { compareRecords, type Difference } from './compare';
import { writeRecords } from './fixtures';
import { type Given, givenTables, type Sampling } from './given-tables';
import type { Program } from './run-bin';
import { type Trial, tryScript } from './try-script';

export interface TestScriptsOptions extends ConfigPlace {
  /** File name, path or title of a script. @default all that have fixtures */
  script?: string;
  /** Environment that the script finds itself in. @default one called test, which is nowhere */
  env?: string;
  /** Records to take from the environment's tables in place of fixtures. */
  sample?: number;
  /** Write what comes out as what is expected, and a sample as the fixture. @default false */
  update?: boolean;
  /** Milliseconds that a run may go without progress. @default 60000 */
  timeout?: number;
  /** Runs the scripts, each in a process of its own. */
  program: Program;
  /** @default says nothing */
  log?: Log;
  /** The process, where it is ours alone. */
  host?: Host;
}

/** What trying a script came to. */
export interface Tried {
  script: string;
  tables: { table: string; records: number; key: string[] }[];
  trial: Trial;
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
  environment: string;
  tried: (Tried | Untried)[];
}

/** Tries scripts on an embedded DynamoDB: dry, live, live again, and rolled back. Throws what keeps it from beginning. */
export async function testScripts(options: TestScriptsOptions): Promise<Tests> {
  const { script, sample, env, log = silent, host } = options;
  const { config, folder } = await findConfig(options);
  const isReal = sample !== undefined || env !== undefined;
  const chosen = isReal ? chooseEnvironment(config, { env, variables: process.env }) : testEnvironment(config);
  const doors = doorsOf(chosen, log);
  const load = moduleLoader({ connect: doors.connect, alone: host !== undefined });
  const files = await chooseScripts(folder, script, options.cwd);
  const { variables } = chosen;
  const tryOne = async (file: string): Promise<Tried> => {
    const metadata = readMetadata(await withVariables(variables, () => load(file)));
    const named = metadata.tables.length > 0 ? metadata.tables : [config.tables?.[path.basename(file)] ?? []].flat();
    const tables = named.length > 0 ? named.map(chosen.tableName) : ['records'];
    const sampling = sample === undefined ? undefined : samplingOf(sample, tables, { chosen, doors, config });
    const given = await givenTables(file, tables, sampling);
    const { program, timeout: limit = 60_000 } = options;
    const trial = await tryScript({ script: file, metadata, tables, given, variables, limit, program });
    return judge(file, given, trial, options);
  };
  const tried: Tests['tried'] = [];
  for (const file of files) {
    log.status?.(`${path.basename(file)} …`);
    const one = await tryOne(file).catch((error) => untried(file, error));
    // Where there is no other, nothing could begin.
    if ('error' in one && files.length === 1) throw one.error;
    tried.push(one);
  }
  log.status?.('');
  return { environment: chosen.name, tried };
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
): Sampling {
  const layer = explained({ target: chosen.target, table: tables.join(', ') });
  return { size, connect: throughLayers(doors.connect, { refusals: layer }), environment: chosen, config };
}

async function judge(file: string, given: Given[], trial: Trial, options: TestScriptsOptions): Promise<Tried> {
  const { dryRun, live, after, rolledBack } = trial;
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
    trial,
    ...(unexpected && { unexpected }),
    written,
    passed: dryRun.ok && live.ok && !unexpected?.length && !rolledBack.error && rolledBack.left.length === 0,
  };
}

function differs({ table, expected }: Given, after: Trial['after']): Difference[] {
  const { keyNames, records } = after.find((one) => one.table === table)!;
  return compareRecords(table, keyNames, expected!, records);
}

async function update(given: Given[], after: Trial['after'], sampled: boolean): Promise<string[]> {
  const written: string[] = [];
  for (const { table, files, records, description } of given) {
    if (sampled) {
      await writeRecords(files.fixture, records);
      await writeOutput(files.description, `${JSON.stringify({ Table: description }, null, 2)}\n`);
      written.push(files.fixture, files.description);
    }
    await writeRecords(files.expected, after.find((one) => one.table === table)!.records);
    written.push(files.expected);
  }
  return written;
}
