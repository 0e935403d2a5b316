import path from 'node:path';
import { type Connect, compose, type Overlay, preview, readOnly } from '@dynamodb-migrate/core';
import { readMetadata, type Script } from '@dynamodb-migrate/ledger';
import type { Fleet } from '../fleet/fleet';
import { printFailures } from '../output/failures';
import type { Screen } from '../output/screen';
import { findSdk } from '../preview/sdk-look';
import { liveSession } from '../session/live';
import type { Session } from '../session/session';
import { type Passage, runOver } from './run-over';

export interface Down {
  fleet: Fleet;
  script: Script;
  table: string;
}

/** What a `down` came to: its run where it was live, and why it did not come to its end. */
export interface DownEnded {
  run?: string;
  error?: string;
}

/** Runs the `down` of a script live over one of its tables. */
export async function runDown(down: Down, connect: Connect, screen: Screen): Promise<DownEnded> {
  const guard = compose(connect);
  const ended: DownEnded = {};
  const open: Passage['open'] = async (given) => {
    const session = await liveSession({ ...given, connect: guard });
    ended.run = path.basename(session.folder!);
    return session;
  };
  const error = await run({ ...down, live: true, open }, screen);
  return { ...ended, ...(error !== undefined && { error }) };
}

/** Lets the `down` of a script write to an overlay. */
export async function previewDown(down: Down, overlay: Overlay, screen: Screen): Promise<DownEnded> {
  overlay.advance();
  const session: Session = {
    client: true,
    layers: [preview(overlay), readOnly()],
    scanLayers: [preview(overlay, { addedEarlier: true }), readOnly()],
  };
  const error = await run({ ...down, live: false, open: async () => session }, screen);
  return error === undefined ? {} : { error };
}

/** Whether a preview can show what a script does. */
export function canBePreviewed(script: Script): boolean {
  return findSdk(script.path).length === 0;
}

async function run(down: Down & Pick<Passage, 'live' | 'open'>, screen: Screen): Promise<string | undefined> {
  const { result, style } = await runOver(
    {
      ...{ ...down, task: 'rollback' },
      async ready(_session, prepared) {
        prepared.script.exported = readMetadata(prepared.script.module).down!;
      },
    },
    screen,
  );
  printFailures(screen, result, style);
  if (result.state === 'succeeded') return undefined;
  return result.failures[0]?.message ?? `stopped by ${result.stoppedBy}`;
}
