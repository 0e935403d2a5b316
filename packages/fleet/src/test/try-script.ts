import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Item, keyId, keyOf, MigrateError, rollback, runs, type Send, type Wire } from '@dynamodb-migrate/core';
import type { Metadata } from '@dynamodb-migrate/ledger';
import { ensureTable, type Local, startLocal } from '@dynamodb-migrate/local';
import { openDoors } from '@dynamodb-migrate/runner';
import { compareRecords, type Difference } from './compare';
import { type BinResult, type Program, runBin } from './run-bin';

/** A table to begin with. */
export interface GivenTable {
  /** As DescribeTable says; its name is that of the table. */
  description: Wire;
  records: readonly Item[];
}

export interface TryOptions {
  /** Absolute. */
  script: string;
  metadata: Metadata;
  /** Names of the tables that the script runs over, one after the other. */
  tables: readonly string[];
  /** All that it finds. */
  given: readonly GivenTable[];
  /** What it finds in `process.env`. */
  variables: { readonly [name: string]: string };
  /** Milliseconds that a run may go without progress. */
  limit: number;
  program: Program;
}

/** What became of the tables when a script was run on them. */
export interface Trial {
  dryRun: BinResult;
  live: BinResult;
  /** Of the live run. */
  changes: Difference[];
  /** What is in each table after it, by key. */
  after: { table: string; keyNames: string[]; records: Item[] }[];
  /** What a second live run did; absent when the first failed. */
  again?: BinResult & { changes: Difference[] };
  /** What differs from the start after all was rolled back. */
  rolledBack: { left: Difference[]; error?: string };
}

/** Runs a script on an embedded DynamoDB as it will be run: dry, live, live again; then rolls all of it back. */
export async function tryScript({ given, ...options }: TryOptions): Promise<Trial> {
  const state = await mkdtemp(path.join(tmpdir(), 'dynamodb-migrate-test-'));
  const local = await startLocal();
  try {
    for (const { description, records } of given) {
      await ensureTable(local.send, { Table: description });
      await local.seed(description.TableName, records);
    }
    return await onEngine(
      local,
      state,
      given.map(({ description }) => description),
      options,
    );
  } finally {
    await local.stop();
    await rm(state, { recursive: true, force: true });
  }
}

async function onEngine(
  local: Local,
  state: string,
  descriptions: readonly Wire[],
  options: Omit<TryOptions, 'given'>,
): Promise<Trial> {
  const look = () => Promise.all(descriptions.map((description) => contents(local.send, description)));
  const compare = (before: Contents[], after: Contents[]) =>
    after.flatMap(({ table, keyNames, records }, at) => compareRecords(table, keyNames, before[at]!.records, records));
  const start = await look();
  const dryRun = await runOver(local, state, options, []);
  const live = await runOver(local, state, options, ['--live']);
  const after = await look();
  const changes = compare(start, after);
  const again = live.ok ? await runOver(local, state, options, ['--live']) : undefined;
  const changedAgain = again && compare(after, await look());
  const error = await rollBackAll(local, state);
  const left = compare(start, await look());
  return {
    ...{ dryRun, live, changes, after },
    ...(again && { again: { ...again, changes: changedAgain! } }),
    rolledBack: { left, ...(error !== undefined && { error }) },
  };
}

/** Runs the script over its tables, until one fails. */
async function runOver(
  { endpoint }: Local,
  state: string,
  { script, metadata, tables, variables, limit, program }: Omit<TryOptions, 'given'>,
  flags: string[],
): Promise<BinResult> {
  const { concurrency, segments } = metadata;
  const told = [
    ...(concurrency === undefined ? [] : ['--concurrency', String(concurrency)]),
    ...(segments === undefined ? [] : ['--segments', String(segments)]),
  ];
  const outputs: string[] = [];
  for (const table of tables) {
    const args = ['scan', `local/${table}`, script, '--state', state, ...told, ...flags];
    const { ok, output } = await runBin(args, { program, endpoint, variables, limit });
    // What it says of its run concerns one that nobody will find.
    outputs.push(output.replace(/^run \S+(; .*)?$\n?/gm, '').trimEnd());
    if (!ok) return { ok, output: outputs.join('\n') };
  }
  return { ok: true, output: outputs.join('\n') };
}

/** Rolls back all live runs, the last one first; gives why that did not work. */
async function rollBackAll({ target }: Local, base: string): Promise<string | undefined> {
  const { connect } = openDoors({ endpoint: target.endpoint, onImpatience: () => {} });
  try {
    for (const { id } of (await runs.listRuns(base)).runs.filter(({ live }) => live).reverse()) {
      await rollback({
        ...{ base, run: id, live: true, connect },
        target: ({ region }) => ({ ...target, region }),
      });
    }
    return undefined;
  } catch (error) {
    if (error instanceof MigrateError) return error.message;
    throw error;
  }
}

type Contents = Trial['after'][number];

async function contents(send: Send, { TableName, KeySchema }: Wire): Promise<Contents> {
  const keyNames: string[] = KeySchema.map(({ AttributeName }: Wire) => AttributeName);
  const records: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await send('Scan', { TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
    records.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  const id = (item: Item) => keyId(keyOf(item, keyNames)!);
  return { table: TableName, keyNames, records: records.sort((a, b) => (id(a) < id(b) ? -1 : 1)) };
}
