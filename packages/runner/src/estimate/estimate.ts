import type { TableInfo } from '@dynamodb-migrate/core';
import { limitsOf } from '../run/capacity';
import { type Cost, costOf, tableClassOf } from './cost';
import { estimateDuration, type LiveRun } from './duration';
import type { PriceList } from './prices';

/** What a live run would consume, what that costs, and how long it would take. */
export interface Estimate {
  records: number;
  /** Those of the indexes included. */
  writeUnits: number;
  readUnits: number;
  seconds: number;
  /** What keeps it from going faster, such as `the script itself` or `the budget of writes`. */
  boundBy: string;
  cost: Cost;
  tables: TableUnits[];
}

/** What is consumed of one table. */
export interface TableUnits {
  table: string;
  region: string;
  /** Those of the indexes included. */
  writeUnits: number;
  indexes: { readonly [index: string]: number };
  readUnits: number;
}

/** What a preview, or a part of one, came to. */
export interface Estimable extends Omit<LiveRun, 'tables'> {
  tables: readonly EstimableTable[];
  prices?: PriceList | undefined;
}

export interface EstimableTable extends TableUnits {
  /** Where it is known. */
  info?: TableInfo | undefined;
}

export function estimate({ prices, ...run }: Estimable): Estimate {
  const tables = run.tables.map((table) => ({ ...table, limits: table.info && limitsOf(table.info) }));
  const classed = run.tables.map((table) => ({ ...table, tableClass: tableClassOf(table.info) }));
  const sum = (name: 'writeUnits' | 'readUnits') => tables.reduce((total, table) => total + table[name], 0);
  return {
    records: run.records,
    writeUnits: sum('writeUnits'),
    readUnits: sum('readUnits'),
    ...estimateDuration({ ...run, tables }),
    cost: costOf(classed, prices),
    tables: run.tables.map(unitsOf),
  };
}

function unitsOf({ table, region, writeUnits, indexes, readUnits }: EstimableTable): TableUnits {
  return { table, region, writeUnits, indexes, readUnits };
}

/** The same for so many times the records. */
export function times(run: Estimable, factor: number): Estimable {
  return {
    ...run,
    records: Math.round(run.records * factor),
    operations: run.operations * factor,
    pages: run.pages * factor,
    tables: run.tables.map((table) => ({
      ...table,
      writeUnits: Math.ceil(table.writeUnits * factor),
      indexes: Object.fromEntries(
        Object.entries(table.indexes).map(([name, units]) => [name, Math.ceil(units * factor)]),
      ),
      readUnits: table.readUnits * factor,
    })),
  };
}
