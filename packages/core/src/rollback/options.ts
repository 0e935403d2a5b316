import type { Item } from '@dynamodb-migrate/expressions';
import type { JournalOptions } from '../journal/journal';
import type { TakeRun } from '../runs/lock/lock';
import type { RunRecord, RunRequest } from '../runs/run';
import type { Connect, Target } from '../send/send';
import type { RollbackDetail } from './roll-back-one';

export interface RollbackOptions {
  /** The state folder. */
  base: string;
  /** Id of the run to roll back. */
  run: string;
  /** Doors that retry, but have no journal. */
  connect: Connect;
  /** Adds credentials to where the journal says that the run wrote to. */
  target?: (written: { region: string; endpoint?: string }) => Target;
  /** Without it nothing is written, and the result is what would happen. @default false */
  live?: boolean;
  /** Replaces items that others have changed since, and goes on past what the journal has lost. @default false */
  force?: boolean;
  /** Picks items. @default all */
  only?: (table: string, key: Item) => boolean;
  /** Items worked on at a time. @default 10 */
  concurrency?: number;
  /** Stops between two items. */
  signal?: AbortSignal;
  by?: RunRequest['by'];
  arguments?: RunRequest['arguments'];
  /** What the rollback's own journal is opened with. */
  journal?: Pick<JournalOptions, 'fileSize' | 'createFile'>;
  /** Takes the runs that are changed. @default in the state folder */
  take?: TakeRun;
  onDetail?: (detail: RollbackDetail) => void;
  /** A live rollback is about to begin, as the run `own`; nothing has been written to a table. */
  onBegin?: (own: string) => Promise<void>;
  /** What each item waits for before its turn; undefined when it need not wait. */
  pause?: () => undefined | Promise<void>;
}

export interface RollbackResult {
  /** The live rollback's own run. */
  run?: RunRecord;
  counts: { [result in RollbackDetail['result']]: number };
  /** Operations that no image can roll back, such as those on tables, with the numbers of their entries. */
  notCovered: { seq: number; operation: string }[];
  /** Ends of files that a crash has torn. */
  torn: { file: string; bytes: number }[];
  /** What the journal has lost, in sentences: by force all the rest is rolled back. */
  lost: string[];
}
