import type { AttributeChange, Item } from '@dynamodb-migrate/core';
import type { Identity } from './identity';

/** What the scripts that are to be applied to an environment would do, as `plan.json` holds it. */
export interface Plan {
  version: 1;
  environment: string;
  /** How far counts may leave those of the scripts, such as `10%`; older plans do not say it, and mean that. */
  tolerance?: string;
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
  estimate: { writeUnits: number; readUnits: number; seconds: number };
  /** A few of the changes, masked. */
  samples: PlannedChange[];
  /** Writes that DynamoDB would refuse. */
  refusals: { operation: string; table: string; name: string; message: string; times: number }[];
  /** What could not be previewed exactly. */
  notes: string[];
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
