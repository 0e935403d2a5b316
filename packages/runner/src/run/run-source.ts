import {
  createRun,
  type Deployment,
  type RecordScope,
  type RunResult,
  recordName,
  type Source,
} from '@dynamodb-migrate/core';
import { adaptScript, type Database } from '@dynamodb-migrate/legacy-adapter';
import type { Controls } from '../control/attend-folder';
import type { Doors } from '../doors';
import { counted } from '../format';
import type { Log } from '../log';
import type { Ended, Session, SessionEnd } from '../session/session';
import { failedRecords } from './failed-records';
import { followLeftovers, whenDrained } from './leftovers';
import type { RunScriptOptions } from './options/run-script';
import type { Prepared } from './prepare-script';
import { type Progress, tellProgress } from './progress';
import { currentRun } from './run-scope';
import { type Counts, flatCounts, type ScriptRun } from './script-run';
import { watchSource } from './watch-source';
import { whoStopped } from './who-stopped';

export interface Passage {
  options: RunScriptOptions;
  /** Where the script's client leads. */
  database: Database;
  prepared: Prepared;
  source: Source;
  /** The source's records: in wire form, or handed to the script as they are. */
  form: 'wire' | 'plain';
  session: Session;
  /** What the run is made for, where that is not its caller's alone. */
  deployment?: Deployment | undefined;
  controls: Controls;
  doors: Doors;
  /** Fires when the run is stopped, for what the source waits for. */
  stopping: AbortController;
  log: Log;
}

/** Runs a script over every record of a source. Rejects only before the first: what goes wrong then is in the result. */
export async function runSource(passage: Passage): Promise<ScriptRun> {
  const { options, database, prepared, session, controls, doors, form, stopping, log } = passage;
  const { operations, unsent, Dyno, findings, script } = prepared;
  const { region, endpoint, credentials } = database.target;
  const { source, reading } = watchSource(passage.source, stopping.signal);
  const failed = options.errors === undefined ? undefined : failedRecords(options.errors);
  let lingering = false;
  let unkept = false;
  const adapted = adaptScript(script, {
    dyno: session.client ? Dyno({ table: database.table, region, endpoint, ...credentials }) : null,
    form,
    onRepeat: findings.repeated,
    onData: findings.returned,
    onLateError: (error) => run.fail(error),
  });
  const run = createRun({
    source,
    concurrency: options.concurrency,
    ...{ operations, unsent },
    onUnsentRead: ({ operation, record }) => findings.unsent(operation, record && recordName(record)),
    maxErrors: options.maxErrors,
    onFailedRecord: keepFailed,
    untilDrained: true,
    onLeftAlone: () => {
      lingering = true;
    },
    onLingering: () => log.info('all records are done; waiting for what the script has left running'),
    pause: controls.pause.gate,
    ...session.engine,
    ...adapted,
    migrate: session.around?.(adapted.migrate) ?? adapted.migrate,
  });
  const stop = (reason: string) => {
    run.stop(reason);
    controls.pause.open();
    stopping.abort();
  };
  const began = performance.now();
  const progress = (): Omit<Progress, 'isOver'> => ({
    records: run.records,
    errors: run.errors,
    inFlight: Math.max(run.active.size, operations.count()),
    pages: reading.scans,
    read: reading.read,
    expected: source.expected,
    held: heldBy(controls, doors),
    milliseconds: performance.now() - began,
  });
  const release = attend();
  const endProgress = tellProgress(options.onProgress, progress);
  let unheed = () => {};
  let result: RunResult;
  try {
    await session.begin?.({ stop, fail: run.fail });
    controls.begin(stop);
    unheed = heed(options.signal, stop);
    result = await run.start();
  } finally {
    unheed();
    controls.end();
    endProgress();
    release();
  }
  tell();
  if (result.state === 'succeeded' && !result.finished) log.warn('finish never called back');
  return scriptRun(result, await session.end?.(endedWith(result)));

  function keepFailed(scope: RecordScope): void {
    if (unkept) return;
    try {
      failed?.add(scope);
    } catch (error) {
      unkept = true;
      // Among many failures it may not be one of those that are shown.
      log.warn((error as Error).message);
      run.fail(error);
    }
  }

  function tell(): void {
    findings.tell();
    failed?.close();
    if (failed && failed.count > 0) log.info(`${counted(failed.count, 'failed record')} in ${options.errors}`);
  }

  function exit(code: number): ScriptRun | undefined {
    const result = session.exited && run.exit(code);
    if (!result) return undefined;
    tell();
    return scriptRun(result, session.exited!(endedWith(result)));
  }

  function endedWith(result: RunResult): Ended {
    return { result, counts: flatCounts(countsOf(result)) };
  }

  function scriptRun(result: RunResult, told: SessionEnd | undefined): ScriptRun {
    return {
      mode: options.mode ?? 'dry',
      ...standing(result),
      ...(session.run !== undefined && { run: session.run }),
      counts: countsOf(result),
      failures: result.failures,
      milliseconds: performance.now() - began,
      ...{ resumable: false, canRollBack: false },
      unread: reading.scans === 0,
      goesPast: session.goesPast?.() ?? false,
      ...told,
    };
  }

  /** Ties the run to what tells it that nothing is left to do. */
  function attend(): () => void {
    const { host } = options;
    if (host) {
      const { fail, drained } = run;
      const isAll = session.exited !== undefined && !passage.deployment;
      const underWay = () => (options.mode === 'live' ? operations.count() : 0);
      return host.attend({ fail, drained, exit, isAll, underWay, togglePause: controls.toggle, now: () => run });
    }
    const leftovers = followLeftovers(currentRun()!);
    const end = whenDrained(leftovers, {
      operations: operations.count,
      isLingering: () => lingering,
      drained: run.drained,
    });
    return () => {
      end();
      leftovers.end();
    };
  }

  function countsOf({ records, errors }: RunResult): Counts {
    return { records, errors, declined: operations.declined, operations: operations.succeeded };
  }
}

function standing({ state, stoppedBy }: RunResult): Pick<ScriptRun, 'state' | 'stoppedBy'> {
  return { state: state as ScriptRun['state'], ...(stoppedBy !== undefined && { stoppedBy }) };
}

/** Stops at a signal; until the returned function is called. */
function heed(signal: AbortSignal | undefined, stop: (reason: string) => void): () => void {
  if (!signal) return () => {};
  const onAbort = () => stop(whoStopped(signal));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

/** What keeps a run from going faster. */
function heldBy({ pause }: Controls, { adaptive }: Doors): string | undefined {
  if (pause.closed) return 'paused';
  if (adaptive.window !== Number.POSITIVE_INFINITY) return `throttled: ${adaptive.window} at a time`;
  return undefined;
}
