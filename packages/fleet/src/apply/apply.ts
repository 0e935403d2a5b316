import { MigrateError } from '@dynamodb-migrate/core';
import {
  checkSampled,
  type LedgerEvent,
  type Plan,
  planDifferences,
  readPlan,
  type Script,
} from '@dynamodb-migrate/ledger';
import { type StateFolder, whoStopped } from '@dynamodb-migrate/runner';
import type { Confirm } from '../environment/confirm';
import { holdLease } from '../environment/hold-lease';
import { type FleetData, inFleetState } from '../environment/open';
import { pendingOf } from '../environment/pending';
import { checkSound } from '../plan/check-sound';
import { presentTables } from '../plan/tables';
import type { Passage } from '../run/passage';
import { adviceOn } from './advice';
import { type AppliedScript, applyScript } from './apply-script';
import type { ApplySettings } from './apply-table';
import { checkPermission } from './permission';
import { toleranceFor } from './tolerance';
import type { Watch } from './watch';

export interface ApplyOptions {
  /** The plan to keep to, or the file that holds it. */
  plan?: Plan | string;
  /** How far counts may leave those of the plan: a percentage. @default as the plan says */
  tolerance?: string;
  /** Milliseconds to wait for somebody else's lock. @default 0 */
  wait?: number;
  /** `strict`: no write goes out before the journal of it is in S3. */
  stateSync?: 'strict';
  /** Asks somebody whether a protected environment may be changed without an approved plan. @default nobody is there */
  confirm?: Confirm;
  /** Path of the configuration, as it is told to those who go on with a run. */
  config?: string;
  /** Stops it: what is in flight ends, nothing new begins. */
  signal?: AbortSignal;
  onProgress?: Passage['onProgress'];
}

export interface Applied {
  environment: string;
  /** Scripts that were begun, in order. */
  scripts: AppliedScript[];
  /** Scripts that are left because one before them did not succeed. */
  left: string[];
  /** Who stopped it between two scripts. */
  stoppedBy?: string;
  /** Scripts that nobody said a table of. */
  waiting: { script: string; line?: string }[];
}

/** Applies everything that is pending in an environment, in order, up to the first script that does not succeed. */
export async function apply(fleet: FleetData, options: ApplyOptions = {}): Promise<Applied> {
  const plan = typeof options.plan === 'string' ? await readPlan(options.plan) : options.plan;
  if (plan) checkEnvironment(plan, fleet);
  if (plan) checkSampled(plan, fleet.environment);
  const tolerance = plan && toleranceFor(plan, options.tolerance, fleet.environment);
  await checkPermission(fleet, plan, await fleet.ledgerState(), options.confirm);
  let watch: Watch | undefined;
  const hold = { task: 'apply', wait: options.wait, onLost: (error: MigrateError) => watch?.stop(error) };
  const work = (state: StateFolder) =>
    holdLease(fleet, hold, async (lease) => {
      const events = await fleet.ledger.history(fleet.environment.name);
      const { scripts, waiting } = pendingOf(fleet, await fleet.ledgerState());
      if (plan) await checkPlan(plan, fleet, events, scripts);
      const watching = (now: Watch | undefined) => {
        watch = now;
      };
      const settings = settingsOf(options);
      const { signal, onProgress } = options;
      const given = { fleet, events, lease, state, plan, tolerance, settings, watching, signal, onProgress };
      const applied: Applied = { environment: fleet.environment.name, scripts: [], left: [], waiting };
      for (const script of scripts) {
        if (signal?.aborted) applied.stoppedBy = whoStopped(signal);
        if (signal?.aborted || applied.scripts.some(({ state }) => state !== 'succeeded'))
          applied.left.push(script.file);
        else applied.scripts.push(await applyScript({ ...given, script }).catch(notBegun(script, applied)));
      }
      return applied;
    });
  return inFleetState(fleet, options.stateSync, work);
}

/** Makes an error a script's end where others were applied before it; else nothing was begun at all, and it is thrown. */
function notBegun({ file }: Script, { scripts }: Applied): (error: unknown) => AppliedScript {
  return (error) => {
    if (scripts.length === 0 || !(error instanceof MigrateError)) throw error;
    const { message, hint: advice = adviceOn({ begun: false }) } = error;
    return { script: file, state: 'failed', runs: [], counts: {}, seconds: 0, error: message, advice };
  };
}

function settingsOf({ config, plan, tolerance, stateSync }: ApplyOptions): ApplySettings {
  return { config, plan: typeof plan === 'string' ? plan : undefined, tolerance, 'state-sync': stateSync };
}

/** Comes before any approval, which would be to no avail. */
function checkEnvironment(plan: Plan, { environment }: FleetData): void {
  if (plan.environment === environment.name) return;
  throw new MigrateError('PLAN_DIFFERS', `the plan is for ${plan.environment}, not for ${environment.name}`, {
    hint: `Give --env ${plan.environment}, or make a plan for ${environment.name}.`,
  });
}

async function checkPlan(plan: Plan, fleet: FleetData, events: readonly LedgerEvent[], pending: readonly Script[]) {
  checkSound(plan);
  const { environment, scripts } = fleet;
  const differences = planDifferences(plan, {
    ...{ environment: environment.name, events, tables: await presentTables(fleet, plan.tables) },
    scripts: scripts.map(({ file, sha256, tables }) => ({ script: file, sha256, tables })),
    pending: pending.map(({ file }) => file),
  });
  if (differences.length === 0) return;
  throw new MigrateError('PLAN_DIFFERS', `not what was planned: ${differences.join('; ')}`, {
    hint: 'Make the plan again with `dynamodb-migrate plan`, and have it looked at.',
  });
}
