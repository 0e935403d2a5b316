import type { RunProcess } from './liveness';
import type { RunState } from './run-state';

/** The script of an environment that a run is made for. */
export interface Deployment {
  task: 'apply' | 'rollback';
  environment: string;
  script: string;
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
  /** The run that rolled this one back, or tried to. */
  rolledBackBy?: string;
  /** The state before it was rolled back. */
  stateBeforeRollback?: RunState;
  process?: RunProcess;
}

/** What may be changed of a run once it is there. */
export type RunPatch = Partial<Omit<RunRecord, 'version' | 'id' | 'process'>>;
