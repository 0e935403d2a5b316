import { rm } from 'node:fs/promises';
import { createOverlay, imageStore, preview, type RunResult, runs, type Source } from '@dynamodb-migrate/core';
import { createMeter } from '../estimate/consumption';
import { createScriptTime } from '../estimate/script-time';
import { findSdk, mayGoPast } from '../guard/find-sdk';
import { guardSdk } from '../guard/sdk-guard';
import { describeUses, nameFrom, type SdkUse } from '../guard/sdk-names';
import { unguarded } from '../guard/unguarded';
import { readChanges, writeChanges } from '../preview/changes-file';
import { masked, maskOf } from '../preview/masking';
import { outcomeOf } from '../preview/outcome';
import { createRefusals } from '../preview/refusals';
import { createRoundTrips } from '../preview/round-trips';
import { recordOf } from '../preview/run-record';
import { limited, sampled } from '../preview/sample';
import { scrub } from '../preview/scrub';
import { currentRun } from '../run/run-scope';
import { createClusters } from '../sample/clusters';
import { type Sample, wholeTable } from '../sample/whole-table';
import { knownToScan } from './known-to-scan';
import { runRequest } from './run-request';
import type { Ended, Session, SessionEnd, SessionOptions } from './session';
import { skipOf, tellSkipped } from './skip';

/** The script is handed a client that reads the tables and writes to a copy; what would change is told at the end. */
export async function previewSession(given: SessionOptions): Promise<Session> {
  const { command, options, info, log, script: source, sampling } = given;
  const { sample, limit, memory, allowUnguarded = false } = options;
  const script = source.path ?? source.name;
  const used: SdkUse[] = [];
  const warn = (uses: SdkUse[]) => {
    used.push(...uses);
    if (uses.length > 0) log.warn(`${describeUses(uses, script)}: what it writes is written`);
  };
  const found = findSdk(source.path);
  if (found.length > 0 && !allowUnguarded) throw unguarded(found, script);
  warn(found);

  const state = await given.state();
  const { base } = state;
  const request = runRequest(given, { live: false });
  const shown = { ...request, arguments: { ...request.arguments, ...shownAs(options) } };
  const { run, lock } = await runs.createRun(base, shown, { take: state.take });
  await state.push();
  const folder = runs.runFolder(base, run.id);
  const images = imageStore({ folder, memory });
  const overlay = createOverlay(images);
  const refusals = createRefusals();
  const roundTrips = createRoundTrips();
  const scriptTime = createScriptTime();
  const scanMeter = createMeter();
  const clusters = sampling && createClusters(sampling.segments);
  const skip = skipOf(given);
  const mask = maskOf(options);
  const guard = guardSdk({ script, allowed: allowUnguarded, scope: currentRun()! });
  let stopPushing = () => {};

  return {
    ...{ client: true, run: run.id, folder },
    goesPast: () => used.length > 0 || mayGoPast(source.path),
    layers: {
      skip: skip?.layer,
      refusals: [scriptTime.layer, refusals.layer, ...(clusters ? [clusters.layer] : [])],
      scrub: mask ? scrub() : undefined,
      preview: preview(overlay, { known: knownToScan(given) }),
      roundTrips: roundTrips.layer,
    },
    scanLayers: {
      preview: preview(overlay, { addedEarlier: true }),
      roundTrips: roundTrips.scan.layer,
      meter: scanMeter.layer,
    },
    around: scriptTime.around,

    source(scanned: Source): Source {
      const named = mask ? masked(scanned, mask, info?.keys) : scanned;
      if (clusters) return clusters.source(named);
      const some = sample === undefined ? named : sampled(named, sample, info?.keys);
      // A scan keeps to its limit by itself.
      return limit === undefined || command === 'scan' ? some : limited(some, limit);
    },

    async begin({ stop, fail }) {
      const loaded = guard.uses();
      if (loaded.length > 0 && !allowUnguarded) {
        await abandon();
        throw unguarded(loaded, script);
      }
      warn(loaded);
      guard.watch((use) => {
        if (allowUnguarded) return warn([use]);
        fail(unguarded([use], script));
        stop(`${nameFrom(script, use.file)}, which loads ${use.module}`);
      });
      await runs.startRun(lock);
      stopPushing = state.keepPushing((error) => log.warn(error.message));
    },

    paused(paused) {
      runs
        .updateRun(lock, { state: paused ? 'paused' : 'running' })
        .catch((error) => log.warn(`the state of the run could not be written: ${error.message}`));
    },

    async abandon() {
      const loaded = guard.uses();
      await abandon();
      if (loaded.length > 0 && !allowUnguarded) throw unguarded(loaded, script);
    },

    async end({ result, counts }: Ended): Promise<SessionEnd> {
      stopPushing();
      guard.end();
      await overlay.settle().catch((error) => failed(result, error));
      const skipped = tellSkipped(skip, counts, false);
      const observed = { run: run.id, overlay, refusals, roundTrips, scriptTime, result, counts };
      const sample = result.state === 'succeeded' ? sampledTotals() : undefined;
      const outcome = outcomeOf({ ...observed, scanUnits: scanMeter.readUnits, sample }, given);
      if (skipped) outcome.notes.push(skipped);
      if (used.length > 0) {
        outcome.notes.push(`${describeUses(used, script)}: what it writes with that is not in this preview`);
      }
      const changes = await writeChanges(folder, overlay, mask);
      images.close();
      await runs.updateRun(lock, recordOf(outcome, counts));
      await state.settle();
      await lock.release();
      const { count: changed, first } = changes;
      return {
        tables: outcome.tables,
        ...(skip?.count && { skipped: skip.count }),
        changes: () => readChanges(changes),
        preview: { outcome, changed, first, masked: mask !== undefined, folder: state.nameOf(folder) },
      };
    },
  };

  /** A limit ends a sample before its end. */
  function sampledTotals(): Sample | undefined {
    if (!sampling || !clusters || limit !== undefined) return undefined;
    const { filter, index } = options;
    const records = filter === undefined && index === undefined ? info?.itemCount : undefined;
    const tables = overlay.summary();
    return wholeTable({ sampling, clusters: clusters.all(overlay.changes()), tables, records });
  }

  async function abandon(): Promise<void> {
    guard.end();
    await lock.release();
    images.close();
    await rm(folder, { recursive: true, force: true });
    await state.remove(run.id);
  }
}

/** A preview that cannot tell all that would change has not succeeded. */
function failed(result: RunResult, error: Error): void {
  result.failures.push({ error, message: error.message });
  result.errors++;
  if (result.state === 'succeeded') result.state = 'failed';
}

function shownAs({ sample, sampleSeed, redact, hideValues, allowUnguarded }: SessionOptions['options']) {
  return { preview: true, sample, 'sample-seed': sampleSeed, redact, hideValues, allowUnguarded };
}
