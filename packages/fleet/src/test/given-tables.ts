import path from 'node:path';
import { type Connect, type Item, MigrateError, readOnly } from '@dynamodb-migrate/core';
import type { Config, Environment } from '@dynamodb-migrate/ledger';
import { type FixtureFiles, fixturesOf, furtherFiles, readDescription, readRecords } from './fixtures';
import { guessTable } from './guess-table';
import { takeSample } from './take-sample';
import type { GivenTable } from './try-script';

/** A table to begin with, and the files that belong to it. */
export interface Given extends GivenTable {
  table: string;
  files: FixtureFiles;
  /** What should come out, where that is written down. */
  expected?: Item[];
}

/** What a sample is taken with. */
export interface Sampling {
  size: number;
  connect: Connect;
  environment: Environment;
  config: Config;
}

/**
 * The tables that a script finds: from the fixtures beside it, or with a sample of each of its tables. Throws
 * `NO_FIXTURE`, `BAD_SEED`, `NO_KEY`, `BAD_TABLE_FILE`, or what keeps a table from being read.
 */
export async function givenTables(script: string, tables: readonly string[], sampling?: Sampling): Promise<Given[]> {
  const fixtures = await fixturesOf(script, tables[0]!);
  const given: Given[] = [];
  for (const files of fixtures) {
    if (sampling && tables.includes(files.table)) continue;
    given.push(await fromFiles(files));
  }
  for (const table of sampling ? tables : []) {
    const files = fixtures.find((one) => one.table === table) ?? furtherFiles(script, table);
    given.push({ table, files, ...(await sampled(table, sampling!)) });
  }
  const missing = tables.find((table) => !given.some((one) => one.table === table));
  if (missing === undefined) return given;
  const file = `${path.basename(script).replace(/\.[cm]?[jt]s$/, '')}.${missing}.fixture.ndjson`;
  throw new MigrateError('NO_FIXTURE', `${path.basename(script)} runs over ${missing}, too, which has no fixture`, {
    hint: `Put its records into ${file} beside the script.`,
  });
}

async function fromFiles(files: FixtureFiles): Promise<Given> {
  const { table, fixture } = files;
  const name = path.basename(fixture);
  const records = await readRecords(fixture);
  if (!records) {
    throw new MigrateError('NO_FIXTURE', `there is no ${name} beside the script`, {
      hint: 'Put records into it, one a line, or take some from an environment: --sample 20 --env ENV --update.',
    });
  }
  const description = readDescription(files.description) ?? guessTable(table, records, name);
  const expected = await readRecords(files.expected);
  return { table, files, records, description: { ...description, TableName: table }, ...(expected && { expected }) };
}

async function sampled(table: string, { size, connect, environment, config }: Sampling): Promise<GivenTable> {
  const send = readOnly()(connect(environment.target), environment.target);
  const { records, description } = await takeSample(send, table, size, config);
  return { records, description: { ...description, TableName: table } };
}
