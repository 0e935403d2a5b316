import { type RunRecord, runs, type TableInfo } from '@dynamodb-migrate/core';
import type { LedgerEvent, PlannedScript } from '@dynamodb-migrate/ledger';
import { type Cost, costOf, type PriceList, tableClassOf } from '@dynamodb-migrate/runner';

/** What a script consumed, or was planned to. */
export interface Usage {
  /** Those of the indexes included. */
  writeUnits: number;
  readUnits: number;
  seconds: number;
  /** USD; what DynamoDB takes for tables that are billed like these, absent where a price is not known. */
  cost?: number;
}

/** What is known of the tables that a script runs over. */
export type Tables = ReadonlyMap<string, TableInfo | undefined>;

/** What a plan says. */
export function plannedUsage({ estimate }: Pick<PlannedScript, 'estimate'>, tables: Tables): Usage {
  const { writeUnits, readUnits, seconds, cost } = estimate;
  return { writeUnits, readUnits, seconds, ...costAs(cost, tables) };
}

interface Applied {
  /** Folder of the runs. */
  base: string;
  runs: readonly { table: string; run: string }[];
  seconds: number;
  tables: Tables;
  region: string;
  prices?: PriceList | undefined;
}

/**
 * What DynamoDB said that runs consumed, in all of their sessions but those that were killed; undefined where none said so.
 */
export async function usageOf({ base, runs: applied, seconds, tables, region, prices }: Applied) {
  const records: RunRecord[] = [];
  for (const { run } of applied) records.push(await runs.openRun(base, run));
  if (!records.some(({ counts }) => counts.writeUnits !== undefined)) return undefined;
  const consumed = records.map(({ counts }, index) => ({
    ...{ region, tableClass: tableClassOf(tables.get(applied[index]!.table)) },
    ...{ writeUnits: counts.writeUnits ?? 0, readUnits: counts.readUnits ?? 0 },
  }));
  const sum = (name: 'writeUnits' | 'readUnits') => consumed.reduce((total, one) => total + one[name], 0);
  const usage: Usage = { writeUnits: sum('writeUnits'), readUnits: sum('readUnits'), seconds };
  return { ...usage, ...costAs(costOf(consumed, prices), tables) };
}

/** Seconds that a script was at work before, since it was last rolled back. */
export function earlierSeconds(events: readonly LedgerEvent[], script: string): number {
  const own = events.filter((event) => event.script === script);
  const begun = own.findLastIndex(({ kind }) => kind === 'rolled back') + 1;
  return own.slice(begun).reduce((sum, { kind, seconds = 0 }) => (ends.has(kind) ? sum + seconds : sum), 0);
}

const ends: ReadonlySet<string> = new Set(['failed', 'interrupted']);

function costAs({ onDemand, provisioned }: Cost = {}, tables: Tables): { cost?: number } {
  const isProvisioned = [...tables.values()].some((info) => info?.billing === 'provisioned');
  const cost = isProvisioned ? provisioned : onDemand;
  return cost === undefined ? {} : { cost: Number(cost.toFixed(6)) };
}
