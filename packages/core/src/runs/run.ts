import type { JournalExtent } from '../journal/extent';
import type { RunState } from './run-state';

/** The process that works on a run, or was the last to do so. */
export interface RunProcess {
  pid: number;
  host: string;
  /** Of its lock. */
  token: number;
}

/** The script of an environment that a run is made for. */
export interface Deployment {
  task: 'apply' | 'rollback';
  environment: string;
  script: string;
}

/** What must not be shown of what a run read and wrote, whoever asks; its journal holds it nevertheless. */
export interface Redaction {
  /** Paths of attributes. */
  redact?: readonly string[];
  /** All values. */
  hideValues?: boolean;
}

/** What is asked of a run. Never holds a credential. */
export interface RunRequest {
  command: string;
  /** Path of the script, as given. */
  script?: string;
  scriptSha256?: string;
  table: string;
  region: string;
  endpoint?: string;
  /** What tells the table from a later one of the same name. */
  tableIdentity?: { arn?: string; id?: string; createdAt?: string };
  live: boolean;
  arguments?: { [name: string]: unknown };
  /** Flags that say how it works; a resumed run may be given others, and these are the last. */
  settings?: { [flag: string]: unknown };
  by?: { user?: string; host?: string };
  backupArn?: string;
  /** The run that this one rolls back. */
  rollbackOf?: string;
  /** Absent from runs that are nobody's but their caller's. */
  deployment?: Deployment;
  /** Absent where everything may be shown. */
  redaction?: Redaction;
}

/** How a run stood before something was rolled back. */
export interface FoundRun {
  id: string;
  state: RunState;
  rolledBackBy?: string;
}

/** A run as `run.json` holds it. Dates are ISO dates. */
export interface RunRecord extends RunRequest {
  version: 1;
  id: string;
  state: RunState;
  startedAt: string;
  resumedAt?: string;
  endedAt?: string;
  counts: { [name: string]: number };
  /** Why it failed, in one sentence. */
  error?: string;
  /** The run that rolled this one back, is about to, or tried to. */
  rolledBackBy?: string;
  /**
   * Of a rollback: how it found the run that it rolls back, and the runs that this one is in turn a rollback of. They are
   * so again once it is rolled back itself.
   */
  found?: FoundRun[];
  /** Of older versions: the state before it was rolled back. */
  stateBeforeRollback?: RunState;
  process?: RunProcess;
  /** How much there is in its journal, as it was last written down; absent where there is none. */
  journal?: JournalExtent;
}

/** What may be changed of a run once it is there. */
export type RunPatch = Partial<Omit<RunRecord, 'version' | 'id' | 'process'>>;
