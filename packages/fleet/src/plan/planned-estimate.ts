import type { TableInfo, TableSummary } from '@dynamodb-migrate/core';
import type { PlannedEstimate } from '@dynamodb-migrate/ledger';
import { type Estimable, estimate, type Sample, times } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import type { Previewed } from './preview-script';

/** Seconds that an operation and a page of 1 MB are taken to need: what is measured would make each plan another one. */
const [operationSeconds, pageSeconds] = [0.006, 0.1];

/** Seconds a record below which a script's own time is that of the machine which plans. */
const least = 0.01;

interface Known extends Pick<FleetData, 'config'> {
  tables: ReadonlyMap<string, TableInfo>;
}

/** What the apply of a script would consume, cost and take, at the budgets of its environment. */
export function planEstimate(previewed: Previewed, used: readonly TableSummary[], known: Known): PlannedEstimate {
  const { samples } = previewed;
  const previewedPart = estimableOf(previewed, used, known);
  const run = samples.length > 0 ? whole(previewedPart, previewed) : previewedPart;
  const { writeUnits, readUnits, seconds, boundBy, cost, tables } = estimate(run);
  const { onDemand, provisioned } = cost;
  return {
    ...{ writeUnits, readUnits, seconds: rounded(seconds, 3), boundBy },
    tables: tables
      .filter((table) => table.writeUnits > 0 || table.readUnits > 0)
      .map(({ table, writeUnits, indexes, readUnits }) => ({ table, writeUnits, indexes, readUnits })),
    cost: {
      ...(onDemand !== undefined && { onDemand: threeDigits(onDemand) }),
      ...(provisioned !== undefined && { provisioned: threeDigits(provisioned) }),
    },
  };
}

function estimableOf(
  { script, scriptTime, records, operations, scanned, segments, budgets }: Previewed,
  used: readonly TableSummary[],
  { config, tables }: Known,
): Estimable {
  const { concurrency = config.defaults?.concurrency ?? 1 } = script.metadata ?? {};
  const own = scriptTime.ownSeconds();
  return {
    ...{ records, operations, operationSeconds, overlap: 1, concurrency },
    ownSeconds: own / concurrency < least ? 0 : Number(own.toPrecision(2)),
    ...{ pages: scanned.pages, pageSeconds, segments, budgets, prices: config.prices },
    tables: used.map(({ table, region, writeUnits, indexes, readUnits }) => ({
      ...{ table, region, writeUnits, readUnits, info: tables.get(table) },
      indexes: Object.fromEntries(Object.entries(indexes).sort(([a], [b]) => (a < b ? -1 : 1))),
    })),
  };
}

/** The same for the whole of the tables that samples are of. */
function whole(run: Estimable, { samples, records, scanned }: Previewed): Estimable {
  const all = samples.reduce((sum, sample) => sum + sample.records.total, 0);
  const factor = records === 0 ? 1 : all / records;
  const scaled = times(run, factor);
  return {
    ...scaled,
    pages: [...scanned.tables.values()].reduce((sum, { bytes }) => sum + Math.ceil(bytes / 2 ** 20), 0),
    tables: scaled.tables.map((table) => ({
      ...table,
      writeUnits: unitsOf(samples, table.table),
      readUnits: rounded(readUnits(table, factor, scanned), 1),
    })),
  };
}

function unitsOf(samples: readonly Sample[], table: string): number {
  const own = samples.flatMap(({ tables }) => tables.filter((one) => one.table === table));
  return own.reduce((sum, { writeUnits }) => sum + writeUnits.total, 0);
}

/** A scan takes half a unit for 4 KB; what it takes for empty segments says nothing of the whole. */
function readUnits(table: Estimable['tables'][number], factor: number, scanned: Previewed['scanned']): number {
  const scan = scanned.tables.get(table.table);
  return scan ? table.readUnits - scan.units * factor + Math.ceil(scan.bytes / 4096) / 2 : table.readUnits;
}

function rounded(number: number, digits: number): number {
  return Number(number.toFixed(digits));
}

function threeDigits(usd: number): number {
  return Number(usd.toPrecision(3));
}
