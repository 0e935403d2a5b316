import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Item, MigrateError, type Wire, writeOutput } from '@dynamodb-migrate/core';
import { readSeed } from '@dynamodb-migrate/local';

/** What lies beside a script for a table: `NAME.fixture.ndjson`, or `NAME.TABLE.fixture.ndjson` for a further one. */
export interface FixtureFiles {
  table: string;
  fixture: string;
  expected: string;
  /** What `aws dynamodb describe-table` prints. */
  description: string;
}

const fixtureEnd = '.fixture.ndjson';

/** The fixtures beside a script, that of its own table first; `table` is that table. */
export async function fixturesOf(script: string, table: string): Promise<FixtureFiles[]> {
  const beginning = `${path.basename(stemOf(script))}.`;
  const names = await readdir(path.dirname(script));
  const further = names
    .filter((name) => name.startsWith(beginning) && name.endsWith(fixtureEnd))
    .map((name) => name.slice(beginning.length, -fixtureEnd.length))
    .filter((name) => name !== '' && name !== table)
    .sort();
  const named = furtherFiles(script, table);
  const own = existsSync(named.fixture) ? named : filesOf(stemOf(script), table);
  return [own, ...further.map((name) => furtherFiles(script, name))];
}

/** The files of a table that is not the first of a script's. */
export function furtherFiles(script: string, table: string): FixtureFiles {
  return filesOf(`${stemOf(script)}.${table}`, table);
}

/** Whether a script has a fixture. */
export function hasFixture(script: string, names: readonly string[]): boolean {
  const beginning = `${path.basename(stemOf(script))}.`;
  return names.some((name) => name.startsWith(beginning) && name.endsWith(fixtureEnd));
}

/** The records of a file, in wire form; undefined when it is not there. Rejects with `BAD_SEED`. */
export async function readRecords(file: string): Promise<Item[] | undefined> {
  if (!existsSync(file)) return undefined;
  const items: Item[] = [];
  for await (const { item } of readSeed(file)) items.push(item);
  return items;
}

export function writeRecords(file: string, items: readonly Item[]): Promise<void> {
  return writeOutput(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
}

/** The description of a table; undefined when it is not there. Throws `BAD_TABLE_FILE`. */
export function readDescription(file: string): Wire | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { Table } = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(Table.KeySchema) && Array.isArray(Table.AttributeDefinitions)) return Table;
  } catch {
    // Told below.
  }
  throw new MigrateError('BAD_TABLE_FILE', `${file} describes no table`, {
    hint: 'Make it with aws dynamodb describe-table --table-name TABLE.',
  });
}

function stemOf(script: string): string {
  return script.replace(/\.[cm]?[jt]s$/, '');
}

function filesOf(beginning: string, table: string): FixtureFiles {
  return {
    table,
    fixture: `${beginning}${fixtureEnd}`,
    expected: `${beginning}.expected.ndjson`,
    description: `${beginning}.table.json`,
  };
}
