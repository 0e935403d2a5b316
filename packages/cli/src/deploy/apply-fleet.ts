import { MigrateError } from '@dynamodb-migrate/core';
import {
  isSound,
  type LedgerEvent,
  type Plan,
  parseTolerance,
  planDifferences,
  readPlan,
  type Script,
} from '@dynamodb-migrate/ledger';
import type { ApplyOptions } from '../arguments/apply';
import { type Fleet, openFleet, openFleetState } from '../fleet/fleet';
import type { Screen } from '../output/screen';
import { adviceOn } from './advice';
import { type AppliedScript, applyScript } from './apply-script';
import type { ApplySettings } from './apply-table';
import { holdLease } from './hold-lease';
import { pendingOf } from './pending';
import { checkPermission } from './permission';
import { presentTables } from './tables';
import type { Watch } from './watch';

export interface Applied {
  environment: string;
  /** Scripts that were begun, in order. */
  scripts: AppliedScript[];
  /** Scripts that are left because one before them did not succeed. */
  left: string[];
  /** Scripts that nobody said a table of. */
  waiting: { script: string; line?: string }[];
}

/** Applies everything that is pending in an environment, in order, up to the first script that does not succeed. */
export async function applyFleet(options: ApplyOptions, screen: Screen): Promise<Applied> {
  const plan = options.plan === undefined ? undefined : await readPlan(options.plan);
  const fleet = await openFleet(options, screen);
  const tolerance = parseTolerance(options.tolerance ?? fleet.config.defaults?.tolerance ?? '10%');
  if (plan) checkEnvironment(plan, fleet);
  await checkPermission(fleet, plan, await fleet.ledgerState());
  let watch: Watch | undefined;
  const hold = { task: 'apply', wait: options.wait, onLost: (error: MigrateError) => watch?.stop(error) };
  return holdLease(fleet, hold, async (lease) => {
    const state = await openFleetState(fleet, options);
    const events = await fleet.ledger.history(fleet.environment.name);
    const { scripts, waiting } = pendingOf(fleet, await fleet.ledgerState());
    if (plan) await checkPlan(plan, fleet, events, scripts);
    const watching = (now: Watch | undefined) => {
      watch = now;
    };
    const settings = settingsOf(options);
    const given = { fleet, events, lease, state, tolerance, settings, watching, ...(plan && { plan }) };
    const applied: Applied = { environment: fleet.environment.name, scripts: [], left: [], waiting };
    for (const script of scripts) {
      if (applied.scripts.some(({ state }) => state !== 'succeeded')) applied.left.push(script.file);
      else applied.scripts.push(await applyScript({ ...given, script }, screen).catch(notBegun(script, applied)));
    }
    return applied;
  });
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
  return { config, plan, tolerance, 'state-sync': stateSync };
}

/** Comes before any approval, which would be to no avail. */
function checkEnvironment(plan: Plan, { environment }: Fleet): void {
  if (plan.environment === environment.name) return;
  throw new MigrateError('PLAN_DIFFERS', `the plan is for ${plan.environment}, not for ${environment.name}`, {
    hint: `Give --env ${plan.environment}, or make a plan for ${environment.name}.`,
  });
}

async function checkPlan(plan: Plan, fleet: Fleet, events: readonly LedgerEvent[], pending: readonly Script[]) {
  if (!isSound(plan)) {
    throw new MigrateError('PLAN_FAILS', 'the plan cannot be applied as it is', {
      hint: plan.scripts.flatMap(({ script, errors }) => errors.map((error) => `${script}: ${error}`)).join('\n  '),
    });
  }
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
