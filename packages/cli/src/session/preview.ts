import { rm } from 'node:fs/promises';
import { createOverlay, preview, runs, type Source, startHeartbeat } from '@dynamodb-migrate/core';
import { writeChanges } from '../preview/changes-file';
import { takeStdout, writeJson } from '../preview/json';
import { masked, maskOf } from '../preview/masking';
import { outcomeOf } from '../preview/outcome';
import { createRefusals } from '../preview/refusals';
import { printReport } from '../preview/report';
import { createRoundTrips } from '../preview/round-trips';
import { recordOf } from '../preview/run-record';
import { limited, sampled } from '../preview/sample';
import { openEngine } from '../preview/scratch-engine';
import { scrub } from '../preview/scrub';
import { guardSdk } from '../preview/sdk-guard';
import { findSdk } from '../preview/sdk-look';
import { describeUses, nameFrom, type SdkUse } from '../preview/sdk-names';
import { unguarded } from '../preview/sdk-use';
import { locateScript } from '../script/load';
import { openState } from '../state-folder';
import { runRequest } from './run-request';
import type { Ended, Session, SessionOptions } from './session';

/** The script is handed a client that reads the tables and writes to a copy; what would change is shown at the end. */
export async function previewSession(given: SessionOptions): Promise<Session> {
  const { command, options, info, screen } = given;
  const { sample, limit, allowUnguarded = false } = options as typeof options & { limit?: number };
  const script = locateScript(options.script);
  const used: SdkUse[] = [];
  const warn = (uses: SdkUse[]) => {
    used.push(...uses);
    if (uses.length > 0) screen.notice(`${describeUses(uses, script)}: what it writes is written`);
  };
  const found = findSdk(script);
  if (found.length > 0 && !allowUnguarded) throw unguarded(found, script);
  warn(found);
  const writeOut = options.json ? takeStdout() : undefined;

  const state = await openState(options);
  const { base } = state;
  const request = runRequest(given, { live: false });
  const run = await runs.createRun(base, { ...request, arguments: { ...request.arguments, ...shownAs(options) } });
  await state.push();
  const folder = runs.runFolder(base, run.id);
  const engine = await openEngine(folder, { info, limit });
  const overlay = createOverlay({ scratch: engine.send });
  const refusals = createRefusals();
  const roundTrips = createRoundTrips();
  const mask = maskOf(options);
  const guard = guardSdk({ script, allowed: allowUnguarded });
  let stopHeartbeat = () => {};
  let stopPushing = () => {};

  return {
    client: true,
    folder,
    goesPast: () => used.length > 0,
    layers: [refusals.layer, ...(mask ? [scrub()] : []), preview(overlay), roundTrips.layer],
    scanLayers: [preview(overlay, { addedEarlier: true })],

    source(scanned: Source): Source {
      const named = mask ? masked(scanned, mask, info?.keys) : scanned;
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
      await runs.startRun(base, run.id);
      stopHeartbeat = await startHeartbeat(folder);
      stopPushing = state.keepPushing((error) => screen.notice(error.message));
    },

    paused(paused) {
      runs
        .updateRun(base, run.id, { state: paused ? 'paused' : 'running' })
        .catch((error) => screen.notice(`the state of the run could not be written: ${error.message}`));
    },

    async abandon() {
      await abandon();
      const loaded = guard.uses();
      if (loaded.length > 0 && !allowUnguarded) throw unguarded(loaded, script);
    },

    async end({ result, counts }: Ended) {
      stopHeartbeat();
      stopPushing();
      const outcome = outcomeOf({ run: run.id, overlay, refusals, roundTrips, result, counts }, given);
      const goesPast = used.length > 0;
      if (goesPast)
        outcome.notes.push(`${describeUses(used, script)}: what it writes with that is not in this preview`);
      const changes = await writeChanges(folder, overlay, mask);
      await engine.close();
      await runs.updateRun(base, run.id, recordOf(outcome, counts));
      printReport(screen, { outcome, changes, goesPast, masked: mask !== undefined, folder: state.nameOf(folder) });
      if (writeOut) await writeJson(outcome, changes, writeOut);
      await state.settle();
    },
  };

  async function abandon(): Promise<void> {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
    await state.remove(run.id);
  }
}

function shownAs({ sample, redact, hideValues, allowUnguarded }: SessionOptions['options']) {
  return { preview: true, sample, redact, hideValues, allowUnguarded };
}
