import {
  createOverlay,
  type ImageStore,
  type Layer,
  type Mask,
  type Overlay,
  preview,
  readOnly,
  type Source,
} from '@dynamodb-migrate/core';
import type { PlannedScript, Script } from '@dynamodb-migrate/ledger';
import {
  createRefusals,
  findSdk,
  knownToScan,
  masked,
  type Refusals,
  type ScriptRun,
  type Session,
  type SessionOptions,
  scrub,
  unguarded,
} from '@dynamodb-migrate/runner';
import { createTally, type Tally } from '../apply/tally';
import type { FleetData } from '../environment/open';
import { callHook } from '../run/hooks';
import type { Passage } from '../run/passage';
import { runOver } from '../run/run-over';

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
function stacked(overlays: readonly Overlay[]): Layer[] {
  return overlays.toReversed().map((overlay) => preview(overlay));
}

/** Lets a script write to an overlay on top of those of the scripts before it. Nothing is written to a table. */
export async function previewScript(options: PreviewOptions): Promise<Previewed> {
  const { fleet, script, before, images, mask, signal, onProgress } = options;
  const overlay = createOverlay(images);
  const refusals = createRefusals();
  // What becomes of the items is for the overlay to tell.
  const tally = createTally(async () => undefined);
  const previewed: Previewed = {
    ...{ script, overlay, refusals, tally },
    ...{ records: 0, operations: 0, failed: 0, errors: [] },
  };
  const below = stacked(before);
  const open = async (given: SessionOptions): Promise<Session> => ({
    client: true,
    layers: {
      refusals: refusals.layer,
      scrub: mask ? scrub() : undefined,
      tally: tally.layer,
      preview: [preview(overlay, { known: knownToScan(given) }), ...below],
      readOnly: readOnly(),
    },
    scanLayers: { preview: [preview(overlay, { addedEarlier: true }), ...below], readOnly: readOnly() },
    ...(mask && { source: (scanned: Source) => masked(scanned, mask, given.info?.keys) }),
  });
  const own = [preview(overlay), ...below];
  for (const table of script.tables) {
    try {
      const found = findSdk(script.path);
      if (found.length > 0) throw unguarded(found, script.path);
      await callHook(script.metadata?.before, fleet, table, own);
      add(previewed, await runOver({ fleet, script, table, live: false, open, signal, onProgress }));
      if (previewed.errors.length === 0) await callHook(script.metadata?.after, fleet, table, own);
    } catch (error) {
      previewed.failed++;
      previewed.errors.push((error as Error).message);
    }
    if (previewed.errors.length > 0) break;
    // What was added while one table was read is there when the next one is.
    overlay.advance();
  }
  await overlay.settle();
  return previewed;
}

export interface PreviewOptions {
  fleet: FleetData;
  script: Script;
  /** Overlays of the scripts before this one. */
  before: readonly Overlay[];
  images: ImageStore;
  mask?: Mask | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: Passage['onProgress'];
}

function add(previewed: Previewed, { counts, failures, state, stoppedBy }: ScriptRun): void {
  previewed.records += counts.records;
  previewed.operations += Object.values(counts.operations).reduce((sum, times) => sum + times, 0) + counts.declined;
  previewed.failed += counts.errors;
  const errors = failures.map(({ record, during, message }) => {
    const where = [record && `record ${record}`, during].filter(Boolean).join(', ');
    return where ? `${where}: ${message}` : message;
  });
  // Which one came first is chance.
  previewed.errors.push(...errors.sort().slice(0, errorsKept));
  if (counts.errors > errorsKept) previewed.errors.push(`… and ${counts.errors - errorsKept} more`);
  if (state === 'interrupted') previewed.errors.push(`the preview was stopped by ${stoppedBy}`);
}
