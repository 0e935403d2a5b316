import type { DynoClient } from '@dynamodb-migrate/dyno-compat';
import type { Callback } from '@dynamodb-migrate/legacy-adapter';

/** A script over items of a kind: a function that may have a `finish`, and what is said of it. */
export interface Script<Item = any> {
  /** Migrates one record; `dyno` is null in a dry run. Calls back, or returns a promise. */
  (record: Item, dyno: DynoClient | null, callback: Callback): unknown;
  /** Runs once after the last record. */
  finish?(dyno: DynoClient | null, callback: Callback): unknown;
}
