import type { AttributeChange, Item } from '@dynamodb-migrate/core';
import type { Identity } from './identity';

/** What the scripts that are to be applied to an environment would do, as `plan.json` holds it. */
export interface Plan {
  version: 1;
  environment: string;
  /** How far counts may leave those of the scripts, such as `10%`; older plans do not say it, and mean that. */
  tolerance?: string;
  /** Where it was made from a part of each table: counts are estimates for the whole. */
  sample?: PlanSample;
  /** Where only others may approve it. */
  madeBy?: Identity;
  ledger: {
    table: string;
    /** Where the environment stood; see `LedgerState`. */
    position: string;
  };
  /** Every table that a script runs over or writes to, by name. */
  tables: PlannedTable[];
  /** In the order in which they are applied, each previewed on top of those before it. */
  scripts: PlannedScript[];
  /** Scripts that are left out because nobody said what table they run over. */
  waiting: { script: string; line?: string }[];
  /** What else does not stand as it should in the environment; see `Status`. */
  problems: string[];
  warnings: Warning[];
}

export interface PlanSample {
  /** Of each table, from 0 to 1. */
  share: number;
  /** The same one draws the same segments again. */
  seed: number;
}

export interface PlannedTable {
  name: string;
  region: string;
  /** What tells it from a later one of the same name. */
  identity: TableIdentity;
  /** Hash first. */
  keys: { name: string; type: string }[];
}

export interface TableIdentity {
  arn?: string;
  id?: string;
  /** ISO date. */
  createdAt?: string;
}

export interface PlannedScript {
  script: string;
  /** See `hashScript`. */
  sha256: string;
  description?: string;
  /** The tables that it runs over. */
  tables: string[];
  /** Why it cannot be applied: what went wrong in its preview, or expectations that it does not meet. */
  errors: string[];
  counts: PlannedCounts;
  /** Items by what becomes of them, in every table that it writes to. */
  changes: { table: string; added: number; changed: number; removed: number; unchanged: number }[];
  /** Where the counts are estimates. */
  sampled?: PlannedSample;
  estimate: PlannedEstimate;
  /** A few of the changes, masked. */
  samples: PlannedChange[];
  /** Writes that DynamoDB would refuse. */
  refusals: { operation: string; table: string; name: string; message: string; times: number }[];
  /** What could not be previewed exactly. */
  notes: string[];
}

/** How far the counts of a script may be from the truth, in 95 of 100 samples. */
export interface PlannedSample {
  /** Segments that were read, and those that the tables were divided into. */
  segments: number;
  of: number;
  /** Records that the script was run for. */
  read: number;
  /** What counts are in proportion to: the records that DynamoDB counted, the segments, or both, where they disagree. */
  basis: 'records' | 'segments' | 'both';
  /** What is to be added to a count, and taken off it. */
  margins: Omit<PlannedCounts, 'failed'> & { writeUnits: number };
}

/** What it would consume, and how long it would take at the budgets of the environment. */
export interface PlannedEstimate {
  /** Those of the indexes included. */
  writeUnits: number;
  readUnits: number;
  seconds: number;
  /** What keeps it from going faster; older plans do not say it, nor anything below. */
  boundBy?: string;
  tables?: { table: string; writeUnits: number; indexes: { [index: string]: number }; readUnits: number }[];
  /** USD; absent where a price is not known. */
  cost?: { onDemand?: number; provisioned?: number };
}

export interface PlannedCounts {
  records: number;
  /** Items by what becomes of them. */
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  /** Things that went wrong. */
  failed: number;
  /** Items written, counted each time. */
  writes: number;
}

export interface PlannedChange {
  table: string;
  key: Item;
  kind: 'added' | 'changed' | 'removed';
  attributes: AttributeChange[];
}

/** What somebody should know of a table before a plan is applied. */
export interface Warning {
  table: string;
  kind: 'recovery' | 'stream' | 'ttl' | 'replicas' | 'indexes' | 'size';
  message: string;
}

/** Whether a plan can be applied as it is. */
export function isSound({ scripts }: Plan): boolean {
  return scripts.every(({ errors }) => errors.length === 0);
}
