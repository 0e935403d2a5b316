import {
  MigrateError,
  type OverwrittenItem,
  positionsOf,
  type RunRecord,
  readCheckpoint,
  runs,
  type TableInfo,
} from '@dynamodb-migrate/core';
import {
  type EventKind,
  envelopeOf,
  type Lease,
  type LedgerEvent,
  type NewEvent,
  type Plan,
  planHash,
  type Script,
} from '@dynamodb-migrate/ledger';
import { counted, type StateFolder } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import { callHook } from '../run/hooks';
import { neededRun } from '../run/kept-run';
import type { Passage } from '../run/passage';
import { type ScriptRun, scriptRuns } from '../run/script-runs';
import { adviceOn, type Stop } from './advice';
import { type ApplySettings, applyTable } from './apply-table';
import { earlierSeconds, plannedUsage, type Usage, usageOf } from './usage';
import { openWatch, type Watch } from './watch';

export interface ApplyScript {
  fleet: FleetData;
  script: Script;
  /** The history of the environment. */
  events: readonly LedgerEvent[];
  lease: Lease;
  /** Where the runs are kept. */
  state: StateFolder;
  plan?: Plan;
  /** Of the plan, as a share. */
  tolerance?: number | undefined;
  settings: ApplySettings;
  /** What is being done, for whoever must stop it. */
  watching(watch: Watch | undefined): void;
  signal?: AbortSignal | undefined;
  onProgress?: Passage['onProgress'];
}

export interface AppliedScript {
  script: string;
  state: 'succeeded' | 'failed' | 'interrupted';
  runs: { table: string; run: string }[];
  counts: { [name: string]: number };
  /** The first items of which this session undid what others had written; how many there were `counts` tells. */
  overwritten?: OverwrittenItem[];
  seconds: number;
  /** What it was planned to consume; where it follows a plan. */
  planned?: Usage;
  /** What DynamoDB says it has consumed, all sessions together. */
  used?: Usage;
  error?: string;
  /** What can be done about it. */
  advice?: string;
  /** Who stopped it. */
  stoppedBy?: string;
}

/** Applies a script to all of its tables, one run for each, and records how that went; goes on with what was stopped. */
export async function applyScript(options: ApplyScript): Promise<AppliedScript> {
  const { fleet, script, events, lease, state, plan, tolerance, settings, watching, signal, onProgress } = options;
  const { ledger, environment, where, who, log } = fleet;
  const planned = plan?.scripts.find((one) => one.script === script.file);
  const followed = plan && planHash(plan);
  const began = performance.now();
  const earlier = await earlierRuns(scriptRuns(events, script.file), options);
  const applied: AppliedScript = { script: script.file, state: 'succeeded', runs: [], counts: {}, seconds: 0 };

  const record = (kind: EventKind, rest: Partial<NewEvent> = {}) =>
    ledger.record(
      environment.name,
      {
        ...{ kind, script: script.file, sha256: script.sha256, tables: script.tables, by: who, from: where },
        ...(followed !== undefined && { plan: followed }),
        ...rest,
      },
      lease,
    );
  const last = events.findLast((event) => event.script === script.file);
  if (last?.kind === 'started') {
    await record('interrupted', { run: last.run, plan: last.plan, error: 'its process ended before it did' });
  }

  const watch = openWatch({
    ...(planned && { envelope: envelopeOf(planned.counts, tolerance ?? 0, planned.sampled?.margins) }),
    ...{ expect: script.metadata?.expect, state: state.base },
  });
  let final: Stop['final'];
  let failed = 0;
  const tables = new Map<string, TableInfo | undefined>();
  watching(watch);
  try {
    const others = [...earlier.values()].filter((run) => run.plan !== followed).map(({ run }) => run);
    await watch.goOn(
      [...earlier.values()].map(({ run }) => run),
      followed === undefined ? [] : others,
    );
    for (const table of script.tables) await apply(table);
    await conclude();
  } catch (error) {
    const { message, hint } = error as MigrateError;
    fail(message);
    if (hint) {
      log.info(`${script.file}: ${message}`);
      log.info(`  ${hint}`);
    }
  } finally {
    watching(undefined);
  }
  final ??= watch.passed;
  if (applied.state !== 'succeeded') applied.advice = adviceOn({ begun: applied.runs.length > 0, final });
  applied.seconds = Math.round((performance.now() - began) / 100) / 10;
  await addUsage();
  // A run that never began leaves the script as it was.
  if (applied.runs.length === 0 && applied.state !== 'succeeded') return applied;
  const { counts, seconds, error } = applied;
  await record(applied.state, {
    ...{
      counts,
      seconds,
      run: applied.runs.at(-1)?.run,
      details: { runs: applied.runs, overwritten: applied.overwritten, planned: applied.planned, used: applied.used },
    },
    ...(error !== undefined && { error }),
  }).catch(({ message }) => {
    fail(message);
    applied.advice ??= adviceOn({ begun: true });
  });
  return applied;

  async function apply(table: string): Promise<void> {
    const known = earlier.get(table);
    // A run that goes past records that fail never sees them again; any other one does, when it is gone on with.
    if (fleet.config.defaults?.maxErrors) failed += known?.record.counts.errors ?? 0;
    if (known?.record.state === 'succeeded') {
      applied.runs.push({ table, run: known.run });
      await callHook(script.metadata?.after, fleet, table);
      return;
    }
    if (applied.state !== 'succeeded') return;
    if (known) log.info(`${script.file}: going on with run ${known.run} over ${table}`);
    else await callHook(script.metadata?.before, fleet, table);
    const ended = await applyTable({
      ...{ fleet, script, table, settings, lease, watch, state, signal, onProgress },
      ...(known && { resume: known.run }),
      async started(run) {
        await record('started', { run, details: { table } });
        applied.runs.push({ table, run });
      },
    });
    tables.set(table, ended.info);
    failed += ended.errors;
    const { items = [] } = ended.overwritten ?? {};
    if (items.length > 0) applied.overwritten = [...(applied.overwritten ?? []), ...items];
    const { error, stoppedBy } = ended;
    if (ended.state !== 'succeeded')
      Object.assign(applied, { state: ended.state, error, ...(stoppedBy && { stoppedBy }) });
    else await callHook(script.metadata?.after, fleet, table);
  }

  async function conclude(): Promise<void> {
    const ids = applied.runs.map(({ run }) => run);
    const written = await watch.written(ids);
    const all = await Promise.all(ids.map((id) => runs.openRun(state.base, id)));
    const records = all.reduce((total, { counts }) => total + (counts.records ?? 0), 0);
    const overwritten = all.reduce((total, { counts }) => total + (counts.overwritten ?? 0), 0);
    applied.counts = { records, ...written, failed, ...(overwritten > 0 && { overwritten }) };
    if (applied.state !== 'succeeded') return;
    // Of writes in batches it is only known now what became of the items.
    if (watch.stopped) return fail(watch.stopped.message);
    const unmet = watch.unmet(applied.counts);
    if (unmet.length > 0) final = 'expect';
    if (unmet.length > 0) fail(`not what the script expects: ${unmet.join('; ')}`);
    for (const missed of watch.missed(written)) log.warn(`${script.file}: ${missed}`);
  }

  async function addUsage(): Promise<void> {
    if (planned) applied.planned = plannedUsage(planned, tables);
    const seconds = applied.seconds + earlierSeconds(events, script.file);
    const { region } = environment.target;
    const about = { base: state.base, runs: applied.runs, seconds, tables, region, prices: fleet.config.prices };
    // What it cost is no reason to say that it failed.
    const used = await usageOf(about).catch((): undefined => undefined);
    if (used) applied.used = used;
  }

  function fail(error: string): void {
    applied.state = 'failed';
    applied.error ??= error;
  }
}

interface Earlier extends ScriptRun {
  record: RunRecord;
}

/** The runs that a script is gone on with, by table. Throws `CANNOT_RESUME`. */
async function earlierRuns(known: readonly ScriptRun[], { script, state }: ApplyScript): Promise<Map<string, Earlier>> {
  const all = new Map<string, Earlier>();
  for (const run of known) {
    const whose = `${script.file} was stopped half way, and its`;
    const record = await neededRun(state, run.run, { code: 'CANNOT_RESUME', whose });
    // Also one that came to its end: no record of it has seen the script as it is now.
    if (run.sha256 !== script.sha256) {
      const behind = await recordsBehind(runs.runFolder(state.base, run.run));
      throw new MigrateError(
        'CANNOT_RESUME',
        `${script.file} was changed after ${counted(Math.max(record.counts.records ?? 0, behind), 'record')} of it`,
        {
          hint: `Roll it back first (${rollbackOf(known)}), or restore the script.`,
        },
      );
    }
    if (record.state !== 'succeeded' && !script.tables.includes(run.table)) {
      throw new MigrateError(
        'CANNOT_RESUME',
        `${script.file} was stopped half way over ${run.table}, which is not among its tables any more`,
        { hint: `Roll it back first (${rollbackOf(known)}), or give it that table again.` },
      );
    }
    all.set(run.table, { ...run, record });
  }
  return all;
}

function rollbackOf(known: readonly ScriptRun[]): string {
  return known
    .map(({ run }) => `dynamodb-migrate rollback ${run} --live`)
    .toReversed()
    .join(', then ');
}

/** Records that all sessions of a run have put behind them: one that was killed could not say how many it handled. */
async function recordsBehind(folder: string): Promise<number> {
  const checkpoint = await readCheckpoint(folder);
  const positions = checkpoint ? [...positionsOf(checkpoint).values()] : [];
  return positions.reduce((sum, { records }) => sum + records, 0);
}
