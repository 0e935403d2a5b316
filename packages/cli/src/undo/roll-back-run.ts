import {
  compose,
  type Layer,
  MigrateError,
  type RollbackDetail,
  type RollbackResult,
  type RunRecord,
  rollback,
  runs,
  ServiceError,
} from '@dynamodb-migrate/core';
import { openScratch } from '@dynamodb-migrate/local';
import type { RollbackOptions } from '../arguments/rollback';
import { openDoors } from '../doors';
import { type Explain, explainAt } from '../output/explain';
import { counted } from '../output/format';
import type { Screen } from '../output/screen';
import { impatientLine } from '../patience';
import { scrub } from '../preview/scrub';
import { type StateFolder, within } from '../state-folder';
import { stopAtSignals } from '../stop-signals';
import { who } from '../who';
import { pick } from './pick';
import { reachOf } from './reach';
import { isLeft, type Taken, taken } from './taken';
import { createTakenFile } from './taken-file';

/** What a rollback, or its preview, came to. */
export interface RolledBack {
  options: RollbackOptions;
  /** The run that was to be taken back, as it was found. */
  run: RunRecord;
  /** The live rollback's own run. */
  own?: RunRecord;
  counts: RollbackResult['counts'];
  notCovered: RollbackResult['notCovered'];
  torn: RollbackResult['torn'];
  /** The first items that are, or would be, written to. */
  changes: Taken[];
  /** The first items that are left as they are. */
  left: Taken[];
  /** Keys that were asked for and that the run has not written to. */
  missed: string[];
  /** Where all items are kept. */
  file: string;
  /** What ended it before its end. */
  error?: unknown;
  explain: Explain;
  signal?: NodeJS.Signals;
  milliseconds: number;
}

/** What is taken back, and within what. */
export interface RollBackRun {
  options: RollbackOptions;
  run: RunRecord;
  state: StateFolder;
  /** Beneath the rollback's journal. */
  guard?: Layer;
  /** Ends it before its end, for a reason. */
  ending?: AbortSignal;
  /** Nothing has been written to a table yet. */
  onBegin?: () => Promise<void>;
}

const kept = 10;

/** Takes back what a run did, or shows what would be taken back. */
export async function rollBackRun(given: RollBackRun, screen: Screen): Promise<RolledBack> {
  const { options, run, state, guard, ending = new AbortController().signal, onBegin } = given;
  const { base } = state;
  const { live, force, concurrency, profile, mask } = options;
  const reach = reachOf(run, options.endpoint);
  const doors = openDoors({ profile, onImpatience: impatientLine(screen.line) });
  const connect = compose(doors.connect, ...(mask ? [scrub()] : []), ...(guard ? [guard] : []));
  const explain = explainAt({ target: reach(run), table: run.table });
  const only = options.only.length > 0 ? pick(options.only) : undefined;
  const file = createTakenFile(runs.runFolder(base, run.id), live);
  const counts = { restored: 0, deleted: 0, recreated: 0, unchanged: 0, conflict: 0, failed: 0 };
  const found: Omit<RolledBack, 'milliseconds'> = {
    ...{ options, run, counts, explain, file: state.nameOf(file.path) },
    ...{ notCovered: [], torn: [], changes: [], left: [], missed: [] },
  };
  const onDetail = (detail: RollbackDetail) => {
    counts[detail.result]++;
    const shown = taken(detail, mask);
    file.add(shown);
    if (detail.result === 'unchanged') return;
    const list = isLeft(shown) ? found.left : found.changes;
    if (list.length < kept) list.push(shown);
  };

  const scratch = await openScratch();
  const signals = stopAtSignals(screen);
  const lost = new AbortController();
  const stopping = AbortSignal.any([signals.stopping, lost.signal, ending]);
  const stopPushing = live ? state.keepPushing((error) => lost.abort(error)) : () => {};
  const hideProgress = showProgress(screen, counts);
  const began = performance.now();
  try {
    const work = () =>
      rollback({
        ...{ base, run: run.id, live, force, concurrency, connect, target: reach, scratch: scratch.send },
        ...(only && { only: (_table: string, key: RollbackDetail['key']) => only.fits(key) }),
        ...{ signal: stopping, by: who(), onDetail, onBegin, journal: state.journal },
        arguments: { ...(force && { force }), ...(only && { only: options.only }) },
      });
    const { run: own, ...result } = await within(state, work);
    Object.assign(found, result, { own });
    if (!signals.came) found.missed = only?.missed() ?? [];
    if (own?.state === 'interrupted' && !signals.came) found.error = stopping.reason;
  } catch (error) {
    if (Object.values(counts).every((count) => count === 0)) throw explained(error, explain);
    found.error = error;
  } finally {
    hideProgress();
    signals.end();
    stopPushing();
    await scratch.close();
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
  return { ...found, signal: signals.came, milliseconds: performance.now() - began };
}

/** Items that were, or would be, written to. */
export function written({ restored, deleted, recreated }: RollbackResult['counts']): number {
  return restored + deleted + recreated;
}

function explained(error: unknown, explain: Explain): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { message, hint } = explain(error) ?? { message: `${error.name}: ${error.message}`, hint: undefined };
  return new MigrateError('CANNOT_START', message, { cause: error, hint });
}

function showProgress(screen: Screen, counts: RollbackResult['counts']): () => void {
  if (!screen.isTerminal) return () => {};
  const timer = setInterval(() => {
    const items = Object.values(counts).reduce((sum, count) => sum + count, 0);
    screen.status(`${counted(items, 'item')} · ${counted(counts.conflict + counts.failed, 'conflict')}`);
  }, 200).unref();
  return () => {
    clearInterval(timer);
    screen.clear();
  };
}
