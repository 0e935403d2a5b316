import path from 'node:path';
import type { RunResult } from '@dynamodb-migrate/core';
import type { Lease, Script } from '@dynamodb-migrate/ledger';
import type { Fleet } from '../fleet/fleet';
import type { Migrated } from '../migrated';
import { printFailures } from '../output/failures';
import type { Screen } from '../output/screen';
import { summary } from '../output/summary';
import { liveSession } from '../session/live';
import { runOver } from './run-over';
import type { Watch } from './watch';

/** The flags with which the same apply goes on. */
export type ApplySettings = { [flag: string]: string | undefined };

export interface ApplyTable {
  fleet: Fleet;
  script: Script;
  table: string;
  settings: ApplySettings;
  /** The run to go on with. */
  resume?: string;
  lease: Lease;
  watch: Watch;
  /** The run is about to read its first record. */
  started(run: string): Promise<void>;
}

export interface AppliedTable {
  state: RunResult['state'];
  /** Why it did not succeed. */
  error?: string;
  /** Errors of this session. */
  errors: number;
  signal?: NodeJS.Signals;
}

/** Runs a script live over one of its tables, journalled, for as long as the lease is held. */
export async function applyTable(options: ApplyTable, screen: Screen): Promise<AppliedTable> {
  const { fleet, script, table, settings, resume, lease, watch, started } = options;
  const migrated = await runOver(
    {
      ...{ fleet, script, table, settings, live: true, ...(resume !== undefined && { resume }) },
      async open(given) {
        const session = await liveSession(given);
        await watch.begun().catch(async (error) => {
          await session.abandon?.();
          throw error;
        });
        return {
          ...session,
          layers: [lease.guard, watch.gate, ...session.layers, watch.tally],
          async begin(control) {
            watch.control = control;
            await session.begin?.(control);
          },
        };
      },
      ready: ({ folder }) => started(path.basename(folder!)),
    },
    screen,
  );
  watch.control = undefined;
  printFailures(screen, migrated.result, migrated.style);
  screen.line(`${script.file}: ${summary(migrated)}`);
  const { result, signal } = migrated;
  return {
    ...{ state: result.state, errors: result.errors },
    ...(result.state !== 'succeeded' && { error: reasonOf(migrated) }),
    ...(signal && { signal }),
  };
}

function reasonOf({ result, signal }: Migrated): string {
  const [first] = result.failures;
  if (!first) return `stopped by ${signal ?? result.stoppedBy}`;
  return [first.record && `record ${first.record}`, first.during, first.message].filter(Boolean).join(': ');
}
