import { type Connect, type Overlay, preview, readOnly, type Source } from '@dynamodb-migrate/core';
import { readMetadata, type Script } from '@dynamodb-migrate/ledger';
import {
  findSdk,
  followPast,
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
}

/** What a `down` came to: its run where it was live, and why it did not come to its end. */
export interface DownEnded {
  run?: string;
  error?: string;
  /** Whether a `down` that was only looked at may have written past the preview. */
  goesPast?: boolean;
}

/** Runs the `down` of a script live over one of its tables. */
export async function runDown(
  down: Down,
  state: StateFolder,
  connect: Connect,
  signal: AbortSignal | undefined,
): Promise<DownEnded> {
  const ended: DownEnded = {};
  const open: Passage['open'] = async (given) => {
    const session = await liveSession({ ...given, connect });
    ended.run = session.run!;
    return session;
  };
  const error = await run({ ...down, state, live: true, open, signal });
  return { ...ended, ...(error !== undefined && { error }) };
}

/** Lets the `down` of a script write to an overlay. */
export async function previewDown(down: Down, overlay: Overlay, signal: AbortSignal | undefined): Promise<DownEnded> {
  overlay.advance();
  let goesPast = false;
  const mask = maskOf(configuredRedaction(down.fleet.config));
  const open = async ({ info }: SessionOptions): Promise<Session> => {
    const past = followPast(down.script.path, () => {});
    const end = async () => {
      past.end();
      goesPast = past.goesPast();
    };
    return {
      client: true,
      layers: { scrub: scrubbing(down.fleet.config), preview: preview(overlay), readOnly: readOnly() },
      scanLayers: { preview: preview(overlay, { addedEarlier: true }), readOnly: readOnly() },
      ...(mask && { source: (scanned: Source) => masked(scanned, mask, info?.keys) }),
      begin: async () => past.loaded(),
      abandon: end,
      end: async () => {
        await end();
        return {};
      },
    };
  };
  const error = await run({ ...down, live: false, open, signal });
  return { goesPast, ...(error !== undefined && { error }) };
}

/** Whether a preview can show what a script does. */
export function canBePreviewed(script: Script): boolean {
  return findSdk(script.path).length === 0;
}

async function run(down: Down & Pick<Passage, 'live' | 'open' | 'state' | 'signal'>): Promise<string | undefined> {
  const ended = await runOver({ ...down, task: 'rollback', choose: (module) => readMetadata(module).down! });
  const { fleet, script, table } = down;
  if (down.live)
    fleet.onRun?.(script, ended, { database: databaseOf(table, fleet.environment.target), task: 'rollback' });
  if (ended.state === 'succeeded') return undefined;
  return ended.failures[0]?.message ?? reasonOf(ended);
}
