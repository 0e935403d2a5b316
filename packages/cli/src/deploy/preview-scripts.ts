import { createOverlay, type Layer, type Overlay, preview, readOnly, type Send } from '@dynamodb-migrate/core';
import type { PlannedScript, Script } from '@dynamodb-migrate/ledger';
import type { Fleet } from '../fleet/fleet';
import type { Migrated } from '../migrated';
import type { Screen } from '../output/screen';
import { createRefusals, type Refusals } from '../preview/refusals';
import { findSdk } from '../preview/sdk-look';
import { unguarded } from '../preview/sdk-use';
import type { Session } from '../session/session';
import { callHook } from './hooks';
import { runOver } from './run-over';
import { createTally, type Tally } from './tally';

/** What the preview of a script came to. */
export interface Previewed {
  script: Script;
  /** What it writes, laid over the tables as the scripts before it would leave them. */
  overlay: Overlay;
  refusals: Refusals;
  tally: Tally;
  records: number;
  operations: number;
  failed: number;
  errors: PlannedScript['errors'];
}

/** Layers through which tables are as some scripts, previewed before, would leave them. */
export function stacked(overlays: readonly Overlay[]): Layer[] {
  return [...overlays.toReversed().map((overlay) => preview(overlay)), readOnly()];
}

/** Lets a script write to an overlay on top of those of the scripts before it. Nothing is written to a table. */
export async function previewScript(
  { fleet, script, state, before, scratch }: PreviewOptions,
  screen: Screen,
): Promise<Previewed> {
  const overlay = createOverlay({ scratch });
  const refusals = createRefusals();
  // What becomes of the items is for the overlay to tell.
  const tally = createTally(async () => undefined);
  const previewed: Previewed = {
    ...{ script, overlay, refusals, tally },
    ...{ records: 0, operations: 0, failed: 0, errors: [] },
  };
  const below = stacked(before);
  const session: Session = {
    client: true,
    layers: [refusals.layer, tally.layer, preview(overlay), ...below],
    scanLayers: [preview(overlay, { addedEarlier: true }), ...below],
  };
  const own = [preview(overlay), ...below];
  for (const table of script.tables) {
    try {
      const found = findSdk(script.path);
      if (found.length > 0) throw unguarded(found);
      await callHook(script.metadata?.before, fleet, table, own);
      add(
        previewed,
        await runOver({ ...{ fleet, script, table, state, live: false }, open: async () => session }, screen),
      );
      if (previewed.errors.length === 0) await callHook(script.metadata?.after, fleet, table, own);
    } catch (error) {
      previewed.failed++;
      previewed.errors.push((error as Error).message);
    }
    if (previewed.errors.length > 0) break;
    // What was added while one table was read is there when the next one is.
    overlay.advance();
  }
  return previewed;
}

export interface PreviewOptions {
  fleet: Fleet;
  script: Script;
  state: string;
  /** Overlays of the scripts before this one. */
  before: readonly Overlay[];
  scratch: Send;
}

function add(previewed: Previewed, { result, succeeded, declined, signal }: Migrated): void {
  previewed.records += result.records;
  previewed.operations += Object.values(succeeded).reduce((sum, times) => sum + times, 0) + declined;
  previewed.failed += result.errors;
  previewed.errors.push(
    ...result.failures.slice(0, 10).map(({ record, during, message }) => {
      const where = [record && `record ${record}`, during].filter(Boolean).join(', ');
      return where ? `${where}: ${message}` : message;
    }),
  );
  if (result.state === 'interrupted') previewed.errors.push(`the preview was stopped by ${signal ?? result.stoppedBy}`);
}
