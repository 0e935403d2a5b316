import { type Connect, type Layer, type Overlay, preview, readOnly, type Source } from '@dynamodb-migrate/core';
import { readMetadata, type Script } from '@dynamodb-migrate/ledger';
import {
  findSdk,
  followPast,
  knownToScan,
  liveSession,
  masked,
  maskOf,
  type Session,
  type SessionOptions,
  type StateFolder,
} from '@dynamodb-migrate/runner';
import { reasonOf } from '../apply/apply-table';
import type { FleetData } from '../environment/open';
import { configuredRedaction, scrubbing } from '../environment/redaction';
import type { Passage } from '../run/passage';
import { databaseOf, runOver } from '../run/run-over';

export interface Down {
  fleet: FleetData;
  script: Script;
  table: string;
  /** The run to go on with. */
  resume?: string;
  /** Goes on with it though the script has changed since. @default false */
  forceResume?: boolean;
  /** A live run is about to read its first record. */
  onBegin?(run: string): Promise<void>;
}

/** What the `down` of a script is run live within. */
export interface DownWithin {
  /** Where its run is kept. */
  state: StateFolder;
  /** Ways to the tables, within the lease. */
  connect: Connect;
  /** Lets no write through any more once the environment is no longer ours. */
  lease: Layer;
  /** The flags that go on with the run. */
  settings: NonNullable<Passage['settings']>;
  signal: AbortSignal | undefined;
}

/** What a `down` came to: its run where it was live, and why it did not come to its end. */
export interface DownEnded {
  run?: string;
  error?: string;
  /** Whether a `down` that was only looked at may have written past the preview. */
  goesPast?: boolean;
}

/** Runs the `down` of a script live over one of its tables. */
export async function runDown(down: Down, { state, connect, lease, settings, signal }: DownWithin): Promise<DownEnded> {
  const ended: DownEnded = {};
  const open: Passage['open'] = async (given) => {
    const session = await liveSession({ ...given, connect });
    ended.run = session.run!;
    const { layers } = session;
    return { ...session, layers: { ...layers, lease, right: [layers.right ?? [], lease].flat() } };
  };
  const ready = async () => down.onBegin?.(ended.run!);
  const error = await run({ ...down, state, settings, live: true, open, ready, signal });
  return { ...ended, ...(error !== undefined && { error }) };
}

/** Lets the `down` of a script write to an overlay. */
export async function previewDown(down: Down, overlay: Overlay, signal: AbortSignal | undefined): Promise<DownEnded> {
  overlay.advance();
  let goesPast = false;
  const mask = maskOf(configuredRedaction(down.fleet.config));
  const open = async (given: SessionOptions): Promise<Session> => {
    const past = followPast(down.script.path, () => {});
    const end = async () => {
      past.end();
      goesPast = past.goesPast();
    };
    return {
      client: true,
      layers: {
        scrub: scrubbing(down.fleet.config),
        preview: preview(overlay, { known: knownToScan(given) }),
        readOnly: readOnly(),
      },
      scanLayers: { preview: preview(overlay, { addedEarlier: true }), readOnly: readOnly() },
      ...(mask && { source: (scanned: Source) => masked(scanned, mask, given.info?.keys) }),
      begin: async () => past.loaded(),
      abandon: end,
      end: async () => {
        await end();
        return {};
      },
    };
  };
  const { fleet, script, table } = down;
  const error = await run({ fleet, script, table, live: false, open, signal });
  return { goesPast, ...(error !== undefined && { error }) };
}

/** Whether a preview can show what a script does. */
export function canBePreviewed(script: Script): boolean {
  return findSdk(script.path).length === 0;
}

async function run(
  down: Down & Pick<Passage, 'live' | 'open' | 'ready' | 'state' | 'settings' | 'signal'>,
): Promise<string | undefined> {
  const ended = await runOver({ ...down, task: 'rollback', choose: (module) => readMetadata(module).down! });
  const { fleet, script, table } = down;
  if (down.live)
    fleet.onRun?.(script, ended, { database: databaseOf(table, fleet.environment.target), task: 'rollback' });
  if (ended.state === 'succeeded') return undefined;
  return ended.failures[0]?.message ?? reasonOf(ended);
}
