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
import type { PlannedScript, PlanSample, Script } from '@dynamodb-migrate/ledger';
import {
  createClusters,
  createMeter,
  createRefusals,
  createScriptTime,
  findSdk,
  knownToScan,
  masked,
  type Refusals,
  type Sample,
  type ScriptRun,
  type ScriptTime,
  type Session,
  type SessionOptions,
  scrub,
  skipOf,
  type Throughput,
  unguarded,
  wholeTable,
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
  scriptTime: ScriptTime;
  /** Of the scans of its tables: pages, and by table what they consumed, and how large it is where that is known. */
  scanned: { pages: number; tables: Map<string, { units: number; bytes: number }> };
  segments: number;
  /** What `apply` keeps to. */
  budgets: Throughput;
  /** What samples of its tables tell of the whole. */
  samples: Sample[];
  failed: number;
  errors: PlannedScript['errors'];
}

/** Layers through which tables are as some scripts, previewed before, would leave them. */
function stacked(overlays: readonly Overlay[]): Layer[] {
  return overlays.toReversed().map((overlay) => preview(overlay));
}

/** Lets a script write to an overlay on top of those of the scripts before it. Nothing is written to a table. */
export async function previewScript(options: PreviewOptions): Promise<Previewed> {
  const { fleet, script, before, images, mask, sample, signal, onProgress } = options;
  const overlay = createOverlay(images);
  const refusals = createRefusals();
  // What becomes of the items is for the overlay to tell.
  const tally = createTally(async () => undefined);
  const scriptTime = createScriptTime();
  const scanned: Previewed['scanned'] = { pages: 0, tables: new Map() };
  const previewed: Previewed = {
    ...{ script, overlay, refusals, tally, scriptTime, scanned },
    ...{ records: 0, operations: 0, failed: 0, errors: [], segments: 1, budgets: {}, samples: [] },
  };
  const below = stacked(before);
  const open = async (given: SessionOptions): Promise<Session> => {
    const { info, sampling, segments, budgets } = given;
    const clusters = sampling && createClusters(sampling.segments);
    const meter = createMeter();
    Object.assign(previewed, { segments, budgets });
    return {
      client: true,
      layers: {
        skip: skipOf(given)?.layer,
        refusals: [scriptTime.layer, refusals.layer, ...(clusters ? [clusters.layer] : [])],
        scrub: mask ? scrub() : undefined,
        tally: tally.layer,
        preview: [preview(overlay, { known: knownToScan(given) }), ...below],
        readOnly: readOnly(),
      },
      scanLayers: {
        preview: [preview(overlay, { addedEarlier: true }), ...below],
        readOnly: readOnly(),
        meter: [countPages, meter.layer],
      },
      around: scriptTime.around,
      source(records: Source): Source {
        const counted = clusters?.source(records) ?? records;
        return mask ? masked(counted, mask, info?.keys) : counted;
      },
      async end({ result }) {
        if (!sampling || !clusters || result.state !== 'succeeded') return {};
        await overlay.settle();
        const all = clusters.all(overlay.changes());
        const tables = overlay.summary();
        const told = wholeTable({ sampling, clusters: all, tables, records: info?.itemCount });
        previewed.samples.push(told);
        if (info) scanned.tables.set(info.name, { units: meter.readUnits, bytes: info.sizeBytes || told.bytes.total });
        return {};
      },
    };
  };
  const countPages: Layer = (next) => (operation, input, options) => {
    if (operation === 'Scan') scanned.pages++;
    return next(operation, input, options);
  };
  const own = [preview(overlay), ...below];
  for (const table of script.tables) {
    try {
      const found = findSdk(script.path);
      if (found.length > 0) throw unguarded(found, script.path);
      await callHook(script.metadata?.before, fleet, table, own);
      add(previewed, await runOver({ fleet, script, table, live: false, sample, open, signal, onProgress }));
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
  /** Reads a part of each table. */
  sample?: PlanSample | undefined;
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
