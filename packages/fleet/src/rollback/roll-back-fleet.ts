import {
  createOverlay,
  imageStore,
  MigrateError,
  preview,
  type RollbackDetail,
  readOnly,
} from '@dynamodb-migrate/core';
import type { EventKind, NewEvent } from '@dynamodb-migrate/ledger';
import { type StateFolder, throughLayers, whoStopped } from '@dynamodb-migrate/runner';
import { type Confirm, checkConfirmed, rollsBack } from '../environment/confirm';
import { holdLease } from '../environment/hold-lease';
import { type FleetData, inFleetState } from '../environment/open';
import { scrubbing } from '../environment/redaction';
import { nothingTaken, rollBackScript } from './roll-back-script';
import { canBePreviewed, type Down, previewDown, runDown } from './run-down';
import { type ToRollBack, toRollBack } from './to-roll-back';
import type { TakenBack } from './work';

export interface FleetRollbackOptions {
  /** `strict`: no write goes out before the journal of it is in S3. */
  stateSync?: 'strict';
  /** The last script that stays. @default only the last one that was begun is rolled back */
  to?: string;
  /** Without it nothing is written, and the result is what would happen. @default false */
  live?: boolean;
  /** Replaces items that others have changed since. @default false */
  force?: boolean;
  /** Milliseconds to wait for somebody else's lock. @default 0 */
  wait?: number;
  /** Asks somebody whether a protected environment may be changed. @default nobody is there */
  confirm?: Confirm;
  /** Path of the configuration, as it is told to those who go on with a run. */
  config?: string;
  /** Stops it: what is in flight ends, nothing new begins. */
  signal?: AbortSignal;
}

export interface FleetRolledBack {
  environment: string;
  live: boolean;
  /** In the order in which they were, or would be, rolled back. */
  scripts: (TakenBack & { script: string })[];
  /** Scripts that are left because one before them could not be rolled back whole. */
  left: string[];
  /** Scripts that cannot be looked at, as the `down` of one before them cannot be previewed. */
  unseen: string[];
  /** Who stopped it before its end. */
  stoppedBy?: string;
}

/** Rolls scripts back, the last one first, or shows what that would do; history stays, and tells of it. Throws `NOT_CONFIRMED`. */
export async function rollBackFleet(fleet: FleetData, options: FleetRollbackOptions): Promise<FleetRolledBack> {
  if (options.live) await checkConfirmed(fleet.environment, rollsBack, options.confirm);
  const work = options.live ? rollBackLive : lookAhead;
  return inFleetState(fleet, options.stateSync, (state) => work(fleet, state, options));
}

async function lookAhead(
  fleet: FleetData,
  state: StateFolder,
  options: FleetRollbackOptions,
): Promise<FleetRolledBack> {
  const { to, force = false, signal } = options;
  const { doors, environment, config } = fleet;
  const images = imageStore();
  // Each script is looked at as those before it would leave the tables.
  const overlay = createOverlay(images);
  const connect = throughLayers(doors.connect, {
    scrub: scrubbing(config),
    preview: preview(overlay),
    readOnly: readOnly(),
  });
  const told: FleetRolledBack = { environment: environment.name, live: false, scripts: [], left: [], unseen: [] };
  try {
    const all = await chosen(fleet, to);
    for (const [index, one] of all.entries()) {
      const behind = all.slice(index + 1).map(({ script }) => script);
      const script = scriptOf(fleet, one);
      const hidden = script?.metadata?.down !== undefined && !canBePreviewed(script);
      // Nobody asks how a down leaves the tables when nothing is rolled back behind it.
      const look = behind.length > 0 && !hidden;
      const details: RollbackDetail[] = [];
      const given = { ...{ fleet, file: one.script, script, runs: one.runs, downs: one.downs }, state, connect };
      const asked = { live: false, force, signal };
      const showDown = async (down: Down) => (look ? previewDown(down, overlay, signal) : {});
      const onDetail = (detail: RollbackDetail) => void details.push(detail);
      const taken = await rollBackScript({ ...given, ...asked, runDown: showDown, onDetail });
      for (const { table, key, result, before } of details) {
        const send = connect(environment.target);
        if (before && (result === 'restored' || result === 'recreated'))
          await send('PutItem', { TableName: table, Item: before });
        if (result === 'deleted') await send('DeleteItem', { TableName: table, Key: key });
      }
      told.scripts.push({ script: one.script, ...taken });
      if (hidden) told.unseen = behind;
      if (taken.down && taken.error !== undefined) told.left = behind;
      if (signal?.aborted) Object.assign(told, { stoppedBy: whoStopped(signal), left: behind });
      if (told.unseen.length + told.left.length > 0) break;
    }
  } finally {
    images.close();
  }
  return told;
}

async function rollBackLive(
  fleet: FleetData,
  state: StateFolder,
  options: FleetRollbackOptions,
): Promise<FleetRolledBack> {
  const { environment, ledger, doors, where, who, log, config } = fleet;
  const { force = false, signal } = options;
  const onLost = (error: MigrateError) => log.info(error.message);
  const told: FleetRolledBack = { environment: environment.name, live: true, scripts: [], left: [], unseen: [] };
  const hold = { task: 'rollback', wait: options.wait, onLost };
  return holdLease(fleet, hold, async (lease) => {
    const connect = throughLayers(doors.connect, { lease: lease.guard, scrub: scrubbing(config), right: lease.guard });
    for (const one of await chosen(fleet, options.to)) {
      if (signal?.aborted || told.scripts.some(({ error }) => error !== undefined)) {
        told.left.push(one.script);
        continue;
      }
      const record = (kind: EventKind, rest: Partial<NewEvent> = {}) =>
        ledger.record(environment.name, { kind, script: one.script, by: who, from: where, ...rest }, lease);
      const began = performance.now();
      let begun = false;
      const onBegin = async (details?: NewEvent['details']) => {
        await record('rollback started', details && { details });
        begun = true;
      };
      const script = scriptOf(fleet, one);
      const given = { ...{ fleet, file: one.script, script, runs: one.runs, downs: one.downs }, state, connect };
      const within = { state, connect, lease: lease.guard, settings: { config: options.config }, signal };
      const asked = { live: true, force, signal, onBegin, runDown: (down: Down) => runDown(down, within) };
      const taken = await rollBackScript({ ...given, ...asked }).catch(notBegun(told));
      const { counts, runs, down, error } = taken;
      if (begun) {
        await record(error === undefined ? 'rolled back' : 'rollback failed', {
          ...{ counts, seconds: Math.round((performance.now() - began) / 100) / 10, details: { runs, down } },
          ...(error !== undefined && { error }),
        }).catch(({ message }) => {
          taken.error ??= message;
        });
      }
      told.scripts.push({ script: one.script, ...taken });
    }
    const isWhole = told.left.length === 0 && told.scripts.every(({ error }) => error === undefined);
    return { ...told, ...(signal?.aborted && !isWhole && { stoppedBy: whoStopped(signal) }) };
  });
}

/** Makes an error a script's end where others were rolled back before it; else nothing was begun at all, and it is thrown. */
function notBegun({ scripts }: FleetRolledBack): (error: unknown) => TakenBack {
  return (error) => {
    if (scripts.length === 0 || !(error instanceof MigrateError)) throw error;
    const { message, hint } = error;
    return { ...nothingTaken(false), error: message, ...(hint !== undefined && { hint }) };
  };
}

async function chosen({ ledger, ledgerState, environment }: FleetData, to: string | undefined): Promise<ToRollBack[]> {
  return toRollBack(await ledgerState(), await ledger.history(environment.name), to);
}

function scriptOf({ scripts }: FleetData, { script }: ToRollBack) {
  return scripts.find(({ file }) => file === script);
}
