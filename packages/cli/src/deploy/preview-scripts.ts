import {
  createOverlay,
  type Layer,
  type Mask,
  type Overlay,
  preview,
  readOnly,
  type Send,
  type Source,
} from '@dynamodb-migrate/core';
import type { PlannedScript, Script } from '@dynamodb-migrate/ledger';
import type { Fleet } from '../fleet/fleet';
import type { Migrated } from '../migrated';
import type { Screen } from '../output/screen';
import { masked } from '../preview/masking';
import { createRefusals, type Refusals } from '../preview/refusals';
import { scrub } from '../preview/scrub';
import { findSdk } from '../preview/sdk-look';
import { unguarded } from '../preview/sdk-use';
import type { Session, SessionOptions } from '../session/session';
import { callHook } from './hooks';
import { runOver } from './run-over';
import { createTally, type Tally } from './tally';

const errorsKept = 5;

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
  { fleet, script, before, scratch, mask }: PreviewOptions,
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
  const open = async ({ info }: SessionOptions): Promise<Session> => ({
    client: true,
    layers: [refusals.layer, ...(mask ? [scrub()] : []), tally.layer, preview(overlay), ...below],
    scanLayers: [preview(overlay, { addedEarlier: true }), ...below],
    ...(mask && { source: (scanned: Source) => masked(scanned, mask, info?.keys) }),
  });
  const own = [preview(overlay), ...below];
  for (const table of script.tables) {
    try {
      const found = findSdk(script.path);
      if (found.length > 0) throw unguarded(found, script.path);
      await callHook(script.metadata?.before, fleet, table, own);
      add(previewed, await runOver({ fleet, script, table, live: false, open }, screen));
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
  /** Overlays of the scripts before this one. */
  before: readonly Overlay[];
  scratch: Send;
  mask?: Mask | undefined;
}

function add(previewed: Previewed, { result, succeeded, declined, signal }: Migrated): void {
  previewed.records += result.records;
  previewed.operations += Object.values(succeeded).reduce((sum, times) => sum + times, 0) + declined;
  previewed.failed += result.errors;
  const errors = result.failures.map(({ record, during, message }) => {
    const where = [record && `record ${record}`, during].filter(Boolean).join(', ');
    return where ? `${where}: ${message}` : message;
  });
  // Which one came first is chance.
  previewed.errors.push(...errors.sort().slice(0, errorsKept));
  if (result.errors > errorsKept) previewed.errors.push(`… and ${result.errors - errorsKept} more`);
  if (result.state === 'interrupted') previewed.errors.push(`the preview was stopped by ${signal ?? result.stoppedBy}`);
}
