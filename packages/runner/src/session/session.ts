import type { Connect, Deployment, Position, RunOptions, RunResult, Source, TableInfo } from '@dynamodb-migrate/core';
import type { Database } from '@dynamodb-migrate/legacy-adapter';
import type { Throughput } from '../estimate/duration';
import type { Layers } from '../layers';
import type { Log } from '../log';
import type { RunScriptOptions } from '../run/options/run-script';
import type { ScriptRun } from '../run/script-run';
import type { ScriptSource } from '../run/script-source';
import type { Sampling } from '../sample/draw-segments';
import type { StateFolder } from '../state/state';

/** What distinguishes a dry run, a live run and a preview. */
export interface Session {
  /** Whether the script is handed a client. */
  readonly client: boolean;
  /** Layers of the doors that the script's clients go through. */
  readonly layers: Layers;
  /** Layers of the door that the records are scanned through. */
  readonly scanLayers?: Layers;
  /** What stands around the script's function. */
  around?(migrate: RunOptions['migrate']): RunOptions['migrate'];
  /** What the engine is told besides. */
  readonly engine?: Pick<RunOptions, 'positions' | 'onSettledRecord'>;
  /** Where the scan goes on from. */
  readonly from?: ReadonlyMap<number, Position>;
  /** Parts of the table that are read at the same time, where the session decides. */
  readonly segments?: number;
  /** Whether the script may have written past its layers, as far as is known. */
  goesPast?(): boolean;
  /** Id of the run, where it has one. */
  readonly run?: string;
  /** The folder of the run, where it has one. */
  readonly folder?: string;
  /** The records that the script is handed, of those that are scanned. */
  source?(scanned: Source): Source;
  /** The script is loaded, and the first record is about to be handed to it. `stop` ends the run before its end. */
  begin?(control: Control): Promise<void>;
  /** The run has been paused, or goes on. */
  paused?(paused: boolean): void;
  /** The script could not be loaded: nothing has happened. */
  abandon?(): Promise<void>;
  /** The process is about to end, and the run with it: keeps what it came to before it returns. */
  exited?(ended: Ended): SessionEnd;
  /** The run is over. Gives what else there is to tell of it. */
  end?(ended: Ended): Promise<SessionEnd>;
}

/** What a session may do to its run. */
export interface Control {
  stop(reason: string): void;
  fail(error: unknown): void;
}

export interface Ended {
  result: RunResult;
  counts: { [name: string]: number };
}

export type SessionEnd = Partial<
  Pick<ScriptRun, 'resumable' | 'canRollBack' | 'overwritten' | 'skipped' | 'preview' | 'tables' | 'changes'>
>;

/** What a session is opened with. */
export interface SessionOptions {
  command: 'scan' | 'stream';
  options: RunScriptOptions;
  script: ScriptSource;
  /** What a resumed run must be asked for again in the same way. */
  asked: { [name: string]: unknown };
  /** The flags that go on with the run. @default those of the options */
  settings?: { [flag: string]: unknown };
  /** What the run is made for, where that is not its caller's alone. */
  deployment?: Deployment;
  /** Parts of the table that are read at the same time. */
  segments: number;
  /** Which of the table's segments are read, where that is not all of it. */
  sampling?: Sampling | undefined;
  /** Units a second that the run keeps to. */
  budgets: Throughput;
  database: Database;
  /** What is known of the table; undefined without permission to describe it, or for a stream. */
  info?: TableInfo;
  /** Doors below the session's own layers: they retry and keep to the budgets. */
  connect: Connect;
  /** Opens where runs are kept; whoever opens the session closes it. */
  state(): Promise<StateFolder>;
  log: Log;
}
