import type { TableInfo } from '@dynamodb-migrate/core';
import type { Lease, Script } from '@dynamodb-migrate/ledger';
import {
  createMeter,
  type Ended,
  liveSession,
  type Overwritten,
  type ScriptRun,
  type StateFolder,
} from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import type { Passage } from '../run/passage';
import { databaseOf, runOver } from '../run/run-over';
import type { Watch } from './watch';

/** The flags with which the same apply goes on. */
export type ApplySettings = { [flag: string]: string | undefined };

export interface ApplyTable extends Pick<Passage, 'signal' | 'onProgress'> {
  fleet: FleetData;
  script: Script;
  table: string;
  settings: ApplySettings;
  /** The run to go on with. */
  resume?: string;
  lease: Lease;
  watch: Watch;
  /** Where the run is kept. */
  state: StateFolder;
  /** The run is about to read its first record. */
  started(run: string): Promise<void>;
}

export interface AppliedTable {
  state: ScriptRun['state'];
  /** Why it did not succeed. */
  error?: string;
  /** Errors of this session. */
  errors: number;
  stoppedBy?: string;
  /** Of the table, as far as it was looked at. */
  info?: TableInfo | undefined;
  /** What it undid of what others had written. */
  overwritten?: Overwritten;
}

/** Runs a script live over one of its tables, journalled, for as long as the lease is held. */
export async function applyTable(options: ApplyTable): Promise<AppliedTable> {
  const { fleet, script, table, settings, resume, lease, watch, state, started, signal, onProgress } = options;
  const meter = createMeter();
  let about: TableInfo | undefined;
  const run = await runOver({
    ...{ fleet, script, table, settings, state, live: true, signal, onProgress },
    ...(resume !== undefined && { resume }),
    async open(given) {
      about = given.info;
      const session = await liveSession(given);
      await watch.begun().catch(async (error) => {
        await session.abandon?.();
        throw error;
      });
      return {
        ...session,
        layers: {
          ...session.layers,
          ...{ lease: lease.guard, bounds: watch.gate, tally: watch.tally },
          right: [session.layers.right ?? [], lease.guard, watch.gate].flat(),
          meter: meter.layer,
        },
        scanLayers: { ...session.scanLayers, meter: meter.layer },
        async begin(control) {
          watch.control = control;
          await session.begin?.(control);
        },
        exited: (ended) => session.exited!(consumed(ended)),
        end: (ended) => session.end!(consumed(ended)),
      };
    },
    ready: ({ run }) => started(run!),
  });
  watch.control = undefined;

  /** Kept with the counts of the run, where all sessions add up. */
  function consumed(ended: Ended): Ended {
    ended.counts.writeUnits = meter.writeUnits;
    ended.counts.readUnits = meter.readUnits;
    return ended;
  }

  fleet.onRun?.(script, run, { database: databaseOf(table, fleet.environment.target), task: 'apply' });
  const { counts, stoppedBy, overwritten } = run;
  return {
    ...{ state: run.state, errors: counts.errors, info: about },
    ...(run.state !== 'succeeded' && { error: reasonOf(run) }),
    ...(stoppedBy !== undefined && { stoppedBy }),
    ...(overwritten && { overwritten }),
  };
}

/** Why a run did not succeed. */
export function reasonOf({ failures: [first], stoppedBy }: ScriptRun): string {
  if (!first) return `stopped by ${stoppedBy}`;
  return [first.record && `record ${first.record}`, first.during, first.message].filter(Boolean).join(': ');
}
