import {
  type Item,
  type Layer,
  MigrateError,
  onlyOverwritten,
  type RollbackDetail,
  type RollbackResult,
  type RunRecord,
  rollback,
  runs,
  ServiceError,
  who,
} from '@dynamodb-migrate/core';
import { checkAccount } from '../account/check-account';
import { attendFolder, type Controls } from '../control/attend-folder';
import { openDoors } from '../doors';
import { type Explain, explainAt } from '../explain';
import { throughLayers } from '../layers';
import { silent } from '../log';
import { impatientLine } from '../patience';
import { maskOf } from '../preview/masking';
import { scrub } from '../preview/scrub';
import { whoStopped } from '../run/who-stopped';
import { type StateFolder, within } from '../state/state';
import { createDetailsFile } from './details-file';
import type { RollBackOptions } from './options';
import { pick } from './pick';
import { reachOf } from './reach';
import { isLeft, type RolledBackItem, rolledBackItem } from './rolled-back-item';
import { withWayPast } from './way-past';

/** What a rollback, or its preview, came to. */
export interface RolledBack {
  live: boolean;
  /** The run that was to be rolled back, as it was found. */
  run: RunRecord;
  /** The live rollback's own run. */
  own?: RunRecord;
  counts: RollbackResult['counts'];
  notCovered: RollbackResult['notCovered'];
  torn: RollbackResult['torn'];
  /** What the journal has lost, in sentences. */
  lost: RollbackResult['lost'];
  /** The first items that are, or would be, written to. */
  changes: RolledBackItem[];
  /** The first items that are left as they are. */
  left: RolledBackItem[];
  /** Keys that were asked for and that the run has not written to. */
  missed: string[];
  /** Where all items are kept. */
  file: string;
  /** What ended it before its end. */
  error?: unknown;
  stoppedBy?: string;
  /** A sentence about an error, and its remedy. */
  explain: Explain;
  milliseconds: number;
}

/** What is rolled back, and within what. */
export interface RollBackRun {
  options: Omit<RollBackOptions, 'run'>;
  run: RunRecord;
  state: StateFolder;
  /** Lets no write through any more once the environment is no longer ours. */
  lease?: Layer;
  /** Ends it before its end, for a reason. */
  ending?: AbortSignal;
  /** Nothing has been written to a table yet. */
  onBegin?: () => Promise<void>;
}

const kept = 10;

/** Rolls back what a run did, or shows what would be rolled back. Throws what keeps it from beginning. */
export async function rollBackRun(given: RollBackRun): Promise<RolledBack> {
  const { options, run, state, lease, ending, onBegin } = given;
  const { base } = state;
  const { live = false, force = false, concurrency = 10, signal, log = silent } = options;
  const mask = maskOf(options, run.redaction);
  const reach = reachOf(run, options.endpoint);
  const doors = openDoors({ ...options, endpoint: undefined, home: reach(run), onImpatience: impatientLine(log.info) });
  const connect = throughLayers(doors.connect, { lease, right: lease, scrub: mask ? scrub() : undefined });
  const account = { expectAccount: options.expectAccount, client: options.client, target: doors.resolve(reach(run)) };
  const identity = await checkAccount({ ...account, tell: live });
  if (identity && live) {
    log.info(`live on ${run.region}/${run.table}, account ${identity.account}, as ${identity.arn}`);
  }
  const explain = explainAt({ target: reach(run), table: run.table });
  const asked = options.only?.length ? pick(options.only) : undefined;
  const isOverwritten = options.onlyOverwritten ? await onlyOverwritten(base, run.id) : undefined;
  const only = (table: string, key: Item) => (isOverwritten?.(table, key) ?? true) && (asked?.fits(key) ?? true);
  const file = createDetailsFile(runs.runFolder(base, run.id), live);
  const counts = { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 };
  const found: Omit<RolledBack, 'milliseconds'> = {
    ...{ live, run, counts, explain, file: state.nameOf(file.path) },
    ...{ notCovered: [], torn: [], lost: [], changes: [], left: [], missed: [] },
  };
  const onDetail = (detail: RollbackDetail) => {
    counts[detail.result]++;
    const shown = rolledBackItem(detail, mask);
    file.add(shown);
    if (detail.result === 'unchanged') return;
    const list = isLeft(shown) ? found.left : found.changes;
    if (list.length < kept) list.push(shown);
  };

  const lost = new AbortController();
  const stopping = AbortSignal.any([signal, lost.signal, ending].filter((one) => one !== undefined));
  const stopPushing = live ? state.keepPushing((error) => lost.abort(error)) : () => {};
  let controls: Controls | undefined;
  const attend = (own: string) => {
    const session = { folder: runs.runFolder(base, own) };
    controls = attendFolder({ session, options: {}, budgets: doors.budgets, log });
    controls.begin(() => {});
    const hushed = state.listen(own);
    const end = () => {
      controls?.end();
      hushed();
    };
    stopping.addEventListener('abort', end);
    return end;
  };
  let endControls = () => {};
  const endProgress = tellProgress(options.onProgress, counts);
  const began = performance.now();
  try {
    const work = () =>
      rollback({
        ...{ base, run: run.id, live, force, concurrency, connect, target: reach },
        ...((asked || isOverwritten) && { only }),
        ...{ signal: stopping, by: who(), onDetail, journal: state.journal, take: state.take },
        pause: () => controls?.pause.gate(),
        async onBegin(own) {
          await onBegin?.();
          endControls = attend(own);
        },
        arguments: {
          ...(force && { force }),
          ...(asked && { only: options.only!.map((key) => (mask ? '(hidden)' : key)) }),
          ...(isOverwritten && { onlyOverwritten: true }),
        },
      });
    const { run: own, ...result } = await within(state, work);
    Object.assign(found, result, { own });
    if (signal?.aborted) found.stoppedBy = whoStopped(signal);
    else found.missed = asked?.missed() ?? [];
    if (own?.state === 'interrupted' && !signal?.aborted) found.error = stopping.reason;
  } catch (error) {
    if (Object.values(counts).every((count) => count === 0)) throw explained(error, explain);
    found.error = error;
  } finally {
    endControls();
    endProgress();
    stopPushing();
  }
  try {
    file.close();
  } catch (error) {
    found.error ??= error;
  }
  // What a rollback did is done only when it is kept as well.
  await state.settle().catch((error) => {
    found.error ??= error;
  });
  return { ...found, milliseconds: performance.now() - began };
}

/** Items that were, or would be, written to. */
export function written({ restored, deleted, recreated }: RollbackResult['counts']): number {
  return restored + deleted + recreated;
}

function explained(error: unknown, explain: Explain): unknown {
  if (!(error instanceof ServiceError)) return withWayPast(error);
  const { message, hint } = explain(error) ?? { message: `${error.name}: ${error.message}`, hint: undefined };
  return new MigrateError('CANNOT_START', message, { cause: error, hint });
}

function tellProgress(onProgress: RollBackOptions['onProgress'], counts: RollbackResult['counts']): () => void {
  if (!onProgress) return () => {};
  const timer = setInterval(() => {
    const items = Object.values(counts).reduce((sum, count) => sum + count, 0);
    onProgress({ items, conflicts: counts.conflict + counts.failed });
  }, 200).unref();
  return () => clearInterval(timer);
}
