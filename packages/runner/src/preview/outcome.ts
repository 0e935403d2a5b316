import {
  estimateSeconds,
  itemReads,
  itemWrites,
  type Overlay,
  type RunResult,
  type TableInfo,
  type TableSummary,
} from '@dynamodb-migrate/core';
import type { RunScriptOptions } from '../run/options/run-script';
import type { Refusal, Refusals } from './refusals';
import type { RoundTrips } from './round-trips';

/** Keys of one table by what became of them, and writes that would fail; conditions that did not hold apart. */
export interface TableOutcome extends TableSummary {
  declined: number;
}

/** What a live run would consume, and how long it would take. */
export interface Estimate {
  records: number;
  writeUnits: number;
  seconds: number;
}

/** What a preview came to, in the form that `--json` prints, without the changes. */
export interface PreviewOutcome {
  run: string;
  state: RunResult['state'];
  records: number;
  tables: TableOutcome[];
  refusals: Refusal[];
  failures: { record?: string; during?: string; message: string }[];
  /** For the records that were previewed. */
  estimate: Estimate;
  /** For the whole table, where only a part of it was previewed. */
  wholeTable?: Estimate;
  notes: string[];
}

export interface Observed {
  run: string;
  overlay: Overlay;
  refusals: Refusals;
  roundTrips: RoundTrips;
  result: RunResult;
  counts: { [name: string]: number };
}

/** What was asked for. */
export interface Given {
  options: Pick<RunScriptOptions, 'concurrency' | 'maxWcu' | 'sample' | 'limit'>;
  asked: { [name: string]: unknown };
  info?: TableInfo;
}

export function outcomeOf(observed: Observed, given: Given): PreviewOutcome {
  const { run, overlay, refusals, result } = observed;
  const tables = overlay
    .summary()
    .map((summary) => ({ ...summary, ...failedAndDeclined(summary, refusals.all) }))
    .sort((a, b) => b.operations - a.operations);
  const estimate = estimateOf(observed, tables, given);
  const whole = wholeTable(estimate, given);
  return {
    run,
    state: result.state,
    records: result.records,
    tables,
    refusals: [...refusals.all],
    failures: result.failures.map(({ record, during, message }) => ({ record, during, message })),
    estimate,
    ...(whole && { wholeTable: whole }),
    notes: [...overlay.notes],
  };
}

function failedAndDeclined({ table, failed }: TableSummary, refusals: readonly Refusal[]) {
  const own = refusals.filter(({ table: tables, declined }) => declined && tables.split(', ')[0] === table);
  const declined = own.reduce((sum, { times }) => sum + times, 0);
  return { failed: failed - declined, declined };
}

function estimateOf({ roundTrips, result, counts }: Observed, tables: TableOutcome[], given: Given): Estimate {
  const { concurrency = 1, maxWcu } = given.options;
  const operations = Object.entries(counts).filter(([name]) => itemReads.has(name) || itemWrites.has(name));
  const writeUnits = tables.reduce((sum, table) => sum + table.writeUnits, 0);
  const seconds = estimateSeconds({
    operations: operations.reduce((sum, [, times]) => sum + times, 0) + (counts.declined ?? 0),
    secondsPerOperation: roundTrips.seconds(),
    ...{ concurrency, writeUnits, maxWriteUnits: maxWcu },
  });
  return { records: result.records, writeUnits, seconds };
}

function wholeTable({ records, writeUnits, seconds }: Estimate, { options, asked, info }: Given) {
  const limited = options.sample !== undefined || options.limit !== undefined;
  const all = info?.itemCount ?? 0;
  if (!limited || records === 0 || all <= records || asked.filter !== undefined || asked.index !== undefined) return;
  const factor = all / records;
  return { records: all, writeUnits: Math.ceil(writeUnits * factor), seconds: seconds * factor };
}
