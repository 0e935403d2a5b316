import type { Log } from '../log';
import type { BudgetOptions } from '../run/options/budget';
import type { ConnectionOptions } from '../run/options/connection';
import type { RedactionOptions } from '../run/options/redaction';
import type { StateOptions } from '../run/options/state';

/** What run is rolled back, and how. */
export interface RollBackOptions
  extends StateOptions,
    ConnectionOptions,
    Pick<BudgetOptions, 'maxRcu' | 'maxWcu'>,
    RedactionOptions {
  /** Id of the run, the beginning of it, or `last`: the last one that wrote and is no rollback itself. */
  run: string;
  /** Without it nothing is written, and the result is what would happen. @default false */
  live?: boolean;
  /** Replaces items that others have changed since. @default false */
  force?: boolean;
  /** Keys of the items to roll back: JSON, or the text of a string key. @default all */
  only?: readonly string[];
  /** Only items of which the run undid what others had written since it read them. @default false */
  onlyOverwritten?: boolean;
  /** Items in flight. @default 10 */
  concurrency?: number;
  /** Stops it between two items. A reason that is a text is told as `stoppedBy`. */
  signal?: AbortSignal;
  /** Told five times a second how far it is. */
  onProgress?: (progress: RollbackProgress) => void;
  /** @default says nothing */
  log?: Log;
}

/** How far a rollback is. */
export interface RollbackProgress {
  items: number;
  conflicts: number;
}
