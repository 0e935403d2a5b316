import { setMaxListeners } from 'node:events';
import { type Deployment, type Source, scan, type TableInfo } from '@dynamodb-migrate/core';
import type { Database } from '@dynamodb-migrate/legacy-adapter';
import { checkAccount } from '../account/check-account';
import { attendFolder } from '../control/attend-folder';
import type { Doors } from '../doors';
import { throughLayers } from '../layers';
import { silent } from '../log';
import { drawSegments } from '../sample/draw-segments';
import { rememberModules } from '../script/module-cache';
import { openSession } from '../session/open';
import type { Session, SessionOptions } from '../session/session';
import { openState, type StateFolder } from '../state/state';
import { capacityShare } from './capacity';
import { lookAt, reach } from './look-at';
import type { RunScriptOptions } from './options/run-script';
import { type Choose, prepareScript } from './prepare-script';
import { type GivenRecords, givenRecords } from './records';
import { inRun, type RunScope } from './run-scope';
import { runSource } from './run-source';
import { askedOf, scanInput } from './scan-input';
import type { ScriptRun } from './script-run';
import { scriptSource } from './script-source';
import { chooseSegments } from './segments';

/** A script that is to be run, and through what doors. */
export interface Job {
  options: RunScriptOptions;
  database: Database;
  doors: Doors;
  /** What is known of the table. @default asked for */
  info?: TableInfo;
  /** Where runs are kept, opened by whoever closes it. @default opened and closed, as the options say */
  state?: StateFolder;
  /** The flags that go on with the run. @default those of the options */
  settings?: { [flag: string]: unknown };
  /** What the run is made for, where that is not its caller's alone. */
  deployment?: Deployment;
  /** @default as the mode asks */
  open?(given: SessionOptions): Promise<Session>;
  /** Picks the function to run of all that the script exports. @default the one that it exports as the script */
  choose?: Choose;
  /** The script is loaded, and its first record is about to be read. */
  ready?(session: Session): Promise<void>;
}

/** Runs a script over the records of a table, or over given ones. Throws what keeps it from beginning. */
export async function runJob(job: Job): Promise<ScriptRun> {
  const alone = job.options.host !== undefined;
  const scope: RunScope = { alone };
  let opened: Promise<StateFolder> | undefined;
  const openOnce = async () => {
    if (job.state) return job.state;
    opened ??= openState(job.options);
    return opened;
  };
  const forget = alone ? () => {} : rememberModules();
  try {
    return await inRun(scope, () => begin(job, openOnce));
  } finally {
    forget();
    await (await opened?.catch(() => undefined))?.close();
  }
}

async function begin(job: Job, state: () => Promise<StateFolder>): Promise<ScriptRun> {
  const given = job.options.records === undefined ? undefined : await givenRecords(job.options);
  try {
    return await over(given, job, state);
  } finally {
    // What is not read any more must not keep the process alive.
    given?.close();
  }
}

async function over(given: GivenRecords | undefined, job: Job, state: () => Promise<StateFolder>): Promise<ScriptRun> {
  const { options, database, doors, open = openSession, ready, choose } = job;
  const { log = silent } = options;
  const { target, table } = database;
  const { connect } = doors;
  const identity = checkAccount({ ...options, target: doors.resolve(target), tell: options.mode === 'live' });
  // Heeded where it is awaited.
  identity.catch(() => {});
  const script = scriptSource(options.script);
  const info = job.info ?? (await look(job));
  if (options.capacity !== undefined) doors.limitTo(capacityShare(options.capacity, table, info));
  const who = await identity;
  if (who && options.mode === 'live') {
    log.info(`live on ${target.region}/${table}, account ${who.account}, as ${who.arn}`);
  }
  const segments = given ? 1 : await segmentsOf(job, info);
  const { sample, sampleSeed = 1 } = options;
  // Records that are given have no segments: the session draws from them.
  const sampling = given || sample === undefined || sample >= 1 ? undefined : drawSegments(sample, sampleSeed);
  const budgets = { reads: limitOf(doors.budgets.reads.rate), writes: limitOf(doors.budgets.writes.rate) };
  const session = await open({
    ...{
      command: given ? 'stream' : 'scan',
      options,
      script,
      database,
      info,
      segments,
      sampling,
      budgets,
      connect,
      state,
      log,
    },
    asked: given ? { form: given.form, input: options.input } : askedOf(options),
    ...(job.settings && { settings: job.settings }),
    ...(job.deployment && { deployment: job.deployment }),
  });
  const prepared = await prepareScript(script, session, doors, log, choose);
  await ready?.(session);
  const controls = attendFolder({ session, options, budgets: doors.budgets, log });
  const stopping = new AbortController();
  // Every read that is under way listens.
  setMaxListeners(0, stopping.signal);
  stopping.signal.addEventListener('abort', () => given?.close());
  const all = given?.source ?? scanned();
  const source = session.source?.(all) ?? all;
  const form = given?.form ?? 'wire';
  const { deployment } = job;
  return runSource({ options, database, prepared, source, form, session, deployment, controls, doors, stopping, log });

  function scanned(): Source {
    const { startKey, limit } = options;
    return scan({
      send: throughLayers(connect, session.scanLayers ?? {})(target),
      table,
      input: scanInput(options, info?.keys),
      ...(sampling ? { segments: sampling.of, only: sampling.segments } : { segments: session.segments ?? segments }),
      from: session.from ?? (startKey && new Map([[0, { key: startKey, records: 0 }]])),
      limit,
      keyNames: info?.keys,
      expected: info?.itemCount && Math.round(info.itemCount * (sampling?.share ?? 1)),
      signal: stopping.signal,
    });
  }
}

function limitOf(rate: number): number | undefined {
  return Number.isFinite(rate) ? rate : undefined;
}

async function look({ options, database: { target, table }, doors }: Job): Promise<TableInfo | undefined> {
  const database = { target: doors.resolve(target), table };
  const send = doors.connect(target);
  if (options.records === undefined) return lookAt(send, database);
  if (options.mode === 'live') await reach(send, database);
  return undefined;
}

async function segmentsOf({ options, database, doors }: Job, info: TableInfo | undefined): Promise<number> {
  const { segments = 1 } = options;
  return segments === 'auto' ? chooseSegments(doors.connect(database.target), database.table, info) : segments;
}
