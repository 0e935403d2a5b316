import { createRun, type Source } from '@dynamodb-migrate/core';
import { adaptScript, type Database } from '@dynamodb-migrate/legacy-adapter';
import type { RunScriptOptions } from './arguments/shared';
import { attend } from './attend';
import type { Controls } from './controls/attend-folder';
import type { Doors } from './doors';
import { failedRecords } from './failed-records';
import type { Migrated } from './migrated';
import { explainAt } from './output/explain';
import { counted } from './output/format';
import { showProgress } from './output/progress';
import { showRate } from './output/rate';
import type { Screen } from './output/screen';
import type { Prepared } from './prepare-script';
import { modeOf } from './session/open';
import type { Session } from './session/session';
import { watchSource } from './watch-source';

export interface Job {
  options: RunScriptOptions;
  /** Where the script's client leads. */
  database: Database;
  prepared: Prepared;
  source: Source;
  /** The source's records: in wire form, or handed to the script as they are. */
  form: 'wire' | 'plain';
  session: Session;
  controls: Controls;
  doors: Doors;
  /** Fires when the run is stopped, for what the source waits for. */
  stopping: AbortController;
}

/** Runs a script over every record of a source. Never rejects: what went wrong is in the result. */
export async function runScript(job: Job, screen: Screen): Promise<Migrated> {
  const { options, database, prepared, session, controls, doors, form, stopping } = job;
  const { concurrency, verbose } = options;
  const { operations, Dyno, findings, script } = prepared;
  const { region, endpoint, credentials } = database.target;
  const { source, reading } = watchSource(job.source, stopping.signal);
  const failed = options.errors === undefined ? undefined : failedRecords(options.errors);
  const run = createRun({
    source,
    concurrency,
    operations,
    maxErrors: options.maxErrors,
    onFailedRecord: failed?.add,
    untilDrained: true,
    onLingering: () => screen.line('all records are done; waiting for what the script has left running'),
    pause: controls.pause.gate,
    ...session.run,
    ...adaptScript(script.exported, {
      dyno: session.client ? Dyno({ table: database.table, region, endpoint, ...credentials }) : null,
      form,
      onRepeat: findings.repeated,
      onLateError: (error) => run.fail(error),
    }),
  });
  const stop = (reason: string) => {
    run.stop(reason);
    controls.pause.open();
    stopping.abort();
  };
  const attendance = attend(run, stop, screen);
  const began = performance.now();
  const standing = () => ({
    records: run.records,
    errors: run.errors,
    inFlight: Math.max(run.active.size, operations.count()),
    expected: source.expected,
    held: heldBy(controls, doors),
    milliseconds: performance.now() - began,
  });
  const hideProgress = showProgress(screen, standing);
  const hideRate = options.rate ? showRate(screen, reading, standing) : () => {};
  await session.begin?.({ stop, fail: run.fail });
  controls.begin(stop);
  const result = await run.start();
  controls.end();
  hideProgress();
  hideRate();
  attendance.end();
  findings.tell();
  failed?.close();
  if (failed && failed.count > 0) screen.line(`${counted(failed.count, 'failed record')} in ${options.errors}`);
  if (result.state === 'succeeded' && !result.finished) screen.notice('finish never called back');
  const { succeeded, declined } = operations;
  const farewell = await session.end?.({
    result,
    counts: { ...succeeded, records: result.records, errors: result.errors, declined },
  });
  return {
    mode: modeOf(options),
    ...(farewell && { farewell }),
    ...(session.goesPast?.() && { goesPast: true as const }),
    result,
    unread: reading.scans === 0,
    succeeded,
    declined,
    milliseconds: performance.now() - began,
    signal: attendance.signal,
    style: { script: script.path, verbose, explain: explainAt(database) },
  };
}

/** What keeps a run from going faster. */
function heldBy({ pause }: Controls, { adaptive }: Doors): string | undefined {
  if (pause.closed) return 'paused';
  if (adaptive.window !== Number.POSITIVE_INFINITY) return `throttled: ${adaptive.window} at a time`;
  return undefined;
}
