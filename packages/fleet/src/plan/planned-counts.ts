import type { TableSummary } from '@dynamodb-migrate/core';
import type { PlannedCounts, PlannedSample, PlannedScript } from '@dynamodb-migrate/ledger';
import type { Sample, Total } from '@dynamodb-migrate/runner';
import type { Previewed } from './preview-script';

type Changes = PlannedScript['changes'][number];

const kinds = ['added', 'changed', 'removed', 'unchanged'] as const;

export function changesOf({ table, added, changed, removed, unchanged }: TableSummary): Changes {
  return { table, added, changed, removed, unchanged };
}

export function countsOf({ records, failed, tally }: Previewed, tables: readonly TableSummary[]): PlannedCounts {
  const total = (kind: (typeof kinds)[number]) => tables.reduce((sum, table) => sum + table[kind], 0);
  return {
    ...{ records, added: total('added'), changed: total('changed'), removed: total('removed') },
    ...{ unchanged: total('unchanged'), failed, writes: tally.counts.writes },
  };
}

/** What becomes of the items of each table, by what samples of the scanned tables tell. */
export function sampledChanges(samples: readonly Sample[]): Changes[] {
  const byTable = new Map<string, Changes>();
  for (const { table, ...totals } of samples.flatMap((sample) => sample.tables)) {
    const sum = byTable.get(table) ?? { table, added: 0, changed: 0, removed: 0, unchanged: 0 };
    for (const kind of kinds) sum[kind] += totals[kind].total;
    if (kinds.some((kind) => sum[kind] > 0)) byTable.set(table, sum);
  }
  return [...byTable.values()].sort((a, b) => (a.table < b.table ? -1 : 1));
}

export function sampledCounts(samples: readonly Sample[], failed: number): PlannedCounts {
  const total = (of: (sample: Sample) => readonly Total[]) =>
    samples.flatMap(of).reduce((sum, one) => sum + one.total, 0);
  const ofKind = (kind: (typeof kinds)[number]) => total(({ tables }) => tables.map((table) => table[kind]));
  return {
    ...{ records: total(({ records }) => [records]), added: ofKind('added'), changed: ofKind('changed') },
    ...{ removed: ofKind('removed'), unchanged: ofKind('unchanged'), failed },
    writes: total(({ writes }) => [writes]),
  };
}

export function sampleFacts(samples: readonly Sample[], read: number): PlannedSample {
  const sum = (name: 'segments' | 'of') => samples.reduce((total, sample) => total + sample[name], 0);
  const margin = (of: (sample: Sample) => readonly Total[]) => combined(samples.flatMap(of));
  const bases = new Set(samples.map(({ basis }) => basis));
  const ofKind = (kind: (typeof kinds)[number]) => margin(({ tables }) => tables.map((table) => table[kind]));
  return {
    ...{ segments: sum('segments'), of: sum('of'), read },
    basis: bases.size === 1 ? [...bases][0]! : 'both',
    margins: {
      ...{ records: margin(({ records }) => [records]), added: ofKind('added'), changed: ofKind('changed') },
      ...{ removed: ofKind('removed'), unchanged: ofKind('unchanged'), writes: margin(({ writes }) => [writes]) },
      writeUnits: margin(({ writeUnits }) => [writeUnits]),
    },
  };
}

/** The margin of a sum of totals that say nothing of each other. */
function combined(totals: readonly Total[]): number {
  return Math.ceil(Math.hypot(...totals.map(({ margin }) => margin)));
}
