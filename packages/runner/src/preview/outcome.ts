import {
  itemReads,
  itemWrites,
  type Overlay,
  type RunResult,
  type TableInfo,
  type TableSummary,
} from '@dynamodb-migrate/core';
import type { Throughput } from '../estimate/duration';
import { type Estimable, type Estimate, estimate, times } from '../estimate/estimate';
import type { ScriptTime } from '../estimate/script-time';
import type { RunScriptOptions } from '../run/options/run-script';
import type { Sample } from '../sample/whole-table';
import type { Refusal, Refusals } from './refusals';
import type { RoundTrips } from './round-trips';

/** Keys of one table by what became of them, and writes that would fail; conditions that did not hold apart. */
export interface TableOutcome extends TableSummary {
  declined: number;
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
  /** Of a preview of some segments that came to its end: the counts of the whole table. */
  sample?: Sample;
  notes: string[];
}

export interface Observed {
  run: string;
  overlay: Overlay;
  refusals: Refusals;
  roundTrips: RoundTrips;
  scriptTime: ScriptTime;
  /** Read units of the scan. */
  scanUnits: number;
  result: RunResult;
  counts: { [name: string]: number };
  sample?: Sample | undefined;
}

/** What was asked for. */
export interface Given {
  options: Pick<RunScriptOptions, 'concurrency' | 'sample' | 'limit' | 'prices' | 'consistent'>;
  asked: { [name: string]: unknown };
  info?: TableInfo;
  segments: number;
  /** Units a second. */
  budgets: Throughput;
}

export function outcomeOf(observed: Observed, given: Given): PreviewOutcome {
  const { run, overlay, refusals, result, sample } = observed;
  const tables = overlay
    .summary()
    .map((summary) => ({ ...summary, ...failedAndDeclined(summary, refusals.all) }))
    .sort((a, b) => b.operations - a.operations);
  const previewed = estimableOf(observed, tables, given);
  const whole = sample ? sampledWhole(previewed, sample, observed, given) : wholeTable(previewed, given);
  return {
    run,
    state: result.state,
    records: result.records,
    tables,
    refusals: [...refusals.all],
    failures: result.failures.map(({ record, during, message }) => ({ record, during, message })),
    estimate: estimate(previewed),
    ...(whole && { wholeTable: estimate(whole) }),
    ...(sample && { sample }),
    notes: [...overlay.notes],
  };
}

function failedAndDeclined({ table, failed }: TableSummary, refusals: readonly Refusal[]) {
  const own = refusals.filter(({ table: tables, declined }) => declined && tables.split(', ')[0] === table);
  const declined = own.reduce((sum, { times }) => sum + times, 0);
  return { failed: failed - declined, declined };
}

function estimableOf(observed: Observed, tables: readonly TableOutcome[], given: Given): Estimable {
  const { roundTrips, scriptTime, result, counts } = observed;
  const { options, info, segments, budgets } = given;
  const operations = Object.entries(counts).filter(([name]) => itemReads.has(name) || itemWrites.has(name));
  return {
    records: result.records,
    ownSeconds: scriptTime.ownSeconds(),
    operations: operations.reduce((sum, [, times]) => sum + times, 0) + (counts.declined ?? 0),
    operationSeconds: roundTrips.seconds(),
    overlap: scriptTime.overlap(),
    concurrency: options.concurrency ?? 1,
    ...{ pages: roundTrips.scan.pages(), pageSeconds: roundTrips.scan.seconds(), segments, budgets },
    tables: tables.map((table) => ({ ...table, info: table.table === info?.name ? info : undefined })),
    prices: options.prices,
  };
}

/** For the records that a limit left out; undefined where there are none, or how many is not known. */
function wholeTable(previewed: Estimable, { options, asked, info }: Given): Estimable | undefined {
  const limited = options.sample !== undefined || options.limit !== undefined;
  const all = info?.itemCount ?? 0;
  const { records } = previewed;
  if (!limited || records === 0 || all <= records || asked.filter !== undefined || asked.index !== undefined) return;
  return times(previewed, all / records);
}

/** For the segments that a sample left out. */
function sampledWhole(previewed: Estimable, sample: Sample, { scanUnits }: Observed, { options, info }: Given) {
  const { records } = sample;
  if (previewed.records === 0) return undefined;
  const whole = times(previewed, records.total / previewed.records);
  const { name, sizeBytes } = info ?? {};
  const bytes = sizeBytes || sample.bytes.total;
  // Scan counts 4 KB a unit, half of that where it is not consistent: empty segments of a sample say nothing of it.
  const scanning = Math.ceil(bytes / 4096) / (options.consistent ? 1 : 2);
  return {
    ...whole,
    pages: Math.ceil(bytes / 2 ** 20),
    tables: whole.tables.map((table) => {
      const { table: own, region, readUnits } = table;
      const sampled = sample.tables.find((one) => one.table === own && one.region === region);
      const factor = records.total / previewed.records;
      return {
        ...table,
        ...(sampled && { writeUnits: sampled.writeUnits.total }),
        ...(own === name && { readUnits: readUnits - scanUnits * factor + scanning }),
      };
    }),
  };
}
