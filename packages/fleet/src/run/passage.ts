import type { Deployment } from '@dynamodb-migrate/core';
import type { PlanSample, Script } from '@dynamodb-migrate/ledger';
import type { Job, Session, SessionOptions, StateFolder } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';

/** A script that is to be run over one of its tables. */
export interface Passage {
  fleet: FleetData;
  script: Script;
  table: string;
  live: boolean;
  /** Reads a part of the table; of a preview. */
  sample?: PlanSample | undefined;
  /** Where the run is kept, for a live one. */
  state?: StateFolder;
  /** What a live run is for. @default 'apply' */
  task?: Deployment['task'];
  /** The flags that go on with the run. */
  settings?: { [flag: string]: unknown };
  /** The run to go on with. */
  resume?: string;
  /** Goes on with it though the script has changed since. @default false */
  forceResume?: boolean;
  signal?: AbortSignal;
  onProgress?: Job['options']['onProgress'];
  open(given: SessionOptions): Promise<Session>;
  /** @default the script itself */
  choose?: Job['choose'];
  /** The script is loaded, and its first record is about to be read. */
  ready?: Job['ready'];
}
