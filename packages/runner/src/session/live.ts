import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  byRight,
  type Checkpoints,
  coalesce,
  createDescribe,
  createGuard,
  createPositions,
  extentOf,
  type Guard,
  hasWritten,
  MigrateError,
  openJournal,
  type RunLock,
  type RunRecord,
  type RunRequest,
  runs,
  type Source,
  startCheckpoints,
} from '@dynamodb-migrate/core';
import { retries } from '../doors';
import { counted } from '../format';
import type { Layers } from '../layers';
import { masked, maskedName, maskOf, redactionOf } from '../preview/masking';
import { scrub } from '../preview/scrub';
import { collectOverwritten } from '../run/overwritten';
import { scanInput } from '../run/scan-input';
import type { StateFolder } from '../state/state';
import { knownToScan } from './known-to-scan';
import { protectTable } from './protect-table';
import { type Resumption, resumption } from './resumption';
import { runRequest } from './run-request';
import type { Ended, Session, SessionEnd, SessionOptions } from './session';
import { skipOf, tellSkipped } from './skip';

/** The script is handed a client that writes; what it does is journalled in the folder of a run. */
export async function liveSession(given: SessionOptions): Promise<Session> {
  const { options } = given;
  const state = await given.state();
  const { base } = state;
  const request = runRequest(given, { live: true });
  const resumed = options.resume !== undefined;
  const { run, lock } = resumed
    ? await reopen(given, request)
    : await runs.createRun(base, request, { take: state.take });
  try {
    return await heldSession(given, { state, run, lock, request });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Held {
  state: StateFolder;
  run: RunRecord;
  lock: RunLock;
  request: RunRequest;
}

/** A session on a run that is this process's. */
async function heldSession(given: SessionOptions, { state, run, lock, request }: Held): Promise<Session> {
  const { options, database, info, connect, log, segments } = given;
  const { base } = state;
  const resumed = options.resume !== undefined;
  await state.push();
  const folder = runs.runFolder(base, run.id);
  const journalled = options.journal !== false;
  const { target, table } = database;
  const describe = createDescribe();

  const mask = maskOf(options, run.redaction);
  const overwritten = collectOverwritten(mask);
  const journal = journalled
    ? await openJournal({
        ...state.journal,
        dir: path.join(folder, 'journal'),
        run: run.id,
        extent: resumed ? await extentOf(folder, run) : undefined,
        right: lock.check,
        describe,
        retries: retries(),
        ...(info && { keys: { target, table, names: info.keys } }),
        onOverwrote: (item, attributes) => overwritten.add(item, attributes),
        known: knownToScan(given),
      })
    : undefined;
  const again =
    resumed && info
      ? await resumption({ folder, journal, connect, table, info }).catch(async (error) => {
          await journal?.close();
          throw error;
        })
      : undefined;
  const before = again ? countedOn(run, again.records, options.maxErrors) : run.counts;
  const keyNames = info?.keys;
  const positions = keyNames && given.command === 'scan' ? createPositions(again?.from) : undefined;
  let checkpoints: Checkpoints | undefined;
  let stopPushing = () => {};

  const batched = options.batch ?? (!journalled && (options.concurrency ?? 1) > 1);
  const guard = guardOf(given);
  const skip = skipOf(given);
  const layers: Layers = {
    skip: skip?.layer,
    scrub: mask ? scrub() : undefined,
    guard: guard?.layer,
    replay: again?.layer,
    coalesce: batched ? coalesce(describe) : undefined,
    journal: journal?.layer,
    right: byRight(lock.check),
  };

  return {
    ...{ client: true, layers, run: run.id, folder, segments: again?.segments ?? segments },
    ...(again && { from: again.from }),
    ...((again || mask) && { source }),
    ...(guard && { around: guard.around }),
    engine: { positions, onSettledRecord: journal?.settled },

    async begin({ stop, fail }) {
      await runs.startRun(lock);
      const redaction = redactionOf(options, run.redaction);
      const now = { ...(resumed && { settings: request.settings, counts: before, redaction }), ...extent() };
      await runs.updateRun(lock, now);
      if (journal) lock.tell(() => String(journal.extent().frames));
      lock.lost.addEventListener('abort', () => {
        fail(lock.lost.reason);
        stop(lock.lost.reason.message);
      });
      const hushed = state.listen(run.id);
      const kept = state.keepPushing((error) => {
        fail(error);
        stop(error.message);
      });
      stopPushing = () => {
        hushed();
        kept();
      };
      await protect();
      if (again) log.info(again.announcement);
      if (!positions || !keyNames) return;
      checkpoints = startCheckpoints({
        ...{ folder, positions, segments: again?.segments ?? segments, keyNames },
        ...{ journal, right: lock.check },
        onFailure: (error) => log.warn(`the checkpoint could not be written: ${error.message}`),
      });
    },

    paused(paused) {
      runs
        .updateRun(lock, { state: paused ? 'paused' : 'running' })
        .catch((error) => log.warn(`the state of the run could not be written: ${error.message}`));
    },

    async abandon() {
      await journal?.close();
      await lock.release();
      if (resumed) return;
      await rm(folder, { recursive: true, force: true });
      await state.remove(run.id);
    },

    exited(ended) {
      tell(ended);
      try {
        runs.updateRunNow(lock, { ...outcomeOf(ended, before), ...extent() });
        lock.leave();
      } catch (error) {
        unrecorded(ended, error);
      }
      const place = state.nameOf(folder);
      if (place !== folder) log.warn(`the process ends before ${place} is complete: how the run ended is in ${folder}`);
      return waysOn(ended);
    },

    async end(ended) {
      tell(ended);
      await checkpoints?.end().catch((error) => log.warn(`the last checkpoint is missing: ${error.message}`));
      await journal?.close();
      stopPushing();
      const kept = await keep(ended);
      await recordEnd(ended);
      if (kept) await keep(ended);
      await lock.release();
      return waysOn(ended);
    },
  };

  function source(scanned: Source): Source {
    const records = again?.source(scanned) ?? scanned;
    return mask ? masked(records, mask, keyNames) : records;
  }

  function tell(ended: Ended): void {
    if (guard) tellGuard(guard, ended);
    const skipped = tellSkipped(skip, ended.counts, true);
    if (skipped) log.info(skipped);
    if (overwritten.count > 0) ended.counts.overwritten = overwritten.count;
    tellUnclear(ended, again);
  }

  async function protect(): Promise<void> {
    try {
      await state.push();
      const backupArn = await protectTable({ options, database, connect, log, run: run.id });
      if (backupArn) await runs.updateRun(lock, { backupArn });
    } catch (error) {
      stopPushing();
      await journal?.close();
      const endedAt = new Date().toISOString();
      await runs.updateRun(lock, { state: 'failed', endedAt, error: (error as Error).message, ...extent() });
      await state.settle().catch(() => {});
      await lock.release();
      throw error;
    }
  }

  async function recordEnd(ended: Ended): Promise<void> {
    await runs.updateRun(lock, { ...outcomeOf(ended, before), ...extent() }).catch((error) => unrecorded(ended, error));
  }

  function extent(): Pick<RunRecord, 'journal'> {
    return journal ? { journal: journal.extent() } : {};
  }

  /** A run whose state is not kept has not succeeded. */
  async function keep(ended: Ended): Promise<boolean> {
    try {
      await state.settle();
      return true;
    } catch (error) {
      const message = `not all of the run is in ${state.nameOf(base)}: ${(error as Error).message}; all of it is in ${base}`;
      failed(ended, error, message);
      return false;
    }
  }

  function waysOn({ result, counts }: Ended): SessionEnd {
    return {
      resumable: result.state !== 'succeeded' && given.command === 'scan' && info !== undefined,
      canRollBack: journal !== undefined && (hasWritten(counts) || resumed),
      ...(skip?.count && { skipped: skip.count }),
      ...(overwritten.count > 0 && { overwritten: { count: overwritten.count, items: overwritten.items } }),
    };
  }

  function tellGuard({ again, gone }: Guard, { counts }: Ended): void {
    if (again > 0) counts.again = again;
    if (gone > 0) counts.gone = gone;
    if (again > 0) log.info(`others changed records meanwhile: the script ran again on ${counted(again, 'record')}`);
    if (gone > 0) log.info(`${counted(gone, 'record')} had gone by then, and nothing was written to them`);
  }

  function tellUnclear({ result }: Ended, again: Resumption | undefined): void {
    for (const { name, unclear } of again?.unclear ?? []) {
      log.info(`record ${mask ? maskedName(name, mask) : name}: left to you: ${unclear}`);
      result.errors++;
      if (result.state === 'succeeded') result.state = 'failed';
    }
  }
}

function unrecorded(ended: Ended, error: unknown): void {
  failed(ended, error, `how the run ended could not be written down: ${(error as Error).message}`);
}

function failed({ result }: Ended, error: unknown, message: string): void {
  result.failures.push({ error, message });
  result.errors++;
  if (result.state === 'succeeded') result.state = 'failed';
}

/** Throws `CANNOT_GUARD` where the key of the table is not known. */
function guardOf({ options, database, info }: SessionOptions): Guard | undefined {
  if (!options.guard) return undefined;
  if (!info) {
    throw new MigrateError('CANNOT_GUARD', 'the guard needs permission for dynamodb:DescribeTable', {
      hint: 'Grant it, or run the script without the guard.',
    });
  }
  const { target, table } = database;
  return createGuard({ target, table, keyNames: info.keys, asked: scanInput(options) });
}

function outcomeOf({ result, counts }: Ended, before: RunRecord['counts']) {
  const [first] = result.failures;
  return {
    state: result.state as 'succeeded' | 'failed' | 'interrupted',
    endedAt: new Date().toISOString(),
    counts: added(before, counts),
    ...(first && { error: [first.record && `record ${first.record}`, first.message].filter(Boolean).join(': ') }),
  };
}

/**
 * What earlier sessions have done for good. Their own counts do not tell: one that was killed left none, and of the others
 * some records come again.
 */
function countedOn({ counts, settings, deployment }: RunRecord, done: number, maxErrors = 0): RunRecord['counts'] {
  const goesPast = deployment ? maxErrors : settings?.['max-errors'];
  return { ...counts, records: done - (goesPast ? (counts.errors ?? 0) : 0) };
}

/** A resumed run counts on. */
function added(before: RunRecord['counts'], now: Ended['counts']): RunRecord['counts'] {
  const sum = { ...before };
  for (const [name, count] of Object.entries(now)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

async function reopen(given: SessionOptions, request: RunRequest): Promise<{ run: RunRecord; lock: RunLock }> {
  const { checkResume } = require('./check-resume') as typeof import('./check-resume');
  return checkResume(given, request);
}
