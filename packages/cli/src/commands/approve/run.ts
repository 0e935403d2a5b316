import { MigrateError } from '@dynamodb-migrate/core';
import { openFleet } from '@dynamodb-migrate/fleet';
import { type LedgerEvent, readPlan } from '@dynamodb-migrate/ledger';
import type { Command } from '../../arguments/command';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { ApproveOptions } from './arguments';

interface Approved {
  options: ApproveOptions;
  event: LedgerEvent;
}

/** Signs a plan in the ledger of its environment. */
export const approveCommand: Command<ApproveOptions, Approved> = { run: approve, report };

async function approve(options: ApproveOptions, { screen, host }: Context): Promise<Approved> {
  const { config, env, by } = options;
  const plan = await readPlan(options.plan);
  if (env !== undefined && env !== plan.environment) {
    throw new MigrateError('PLAN_DIFFERS', `the plan is for ${plan.environment}, not for ${env}`);
  }
  const fleet = await openFleet({ config, env: plan.environment, log: screen, host });
  return { options, event: await fleet.approve(plan, { by }) };
}

function report({ options, event }: Approved, { screen }: Context): number {
  if (options.json) screen.json(event);
  screen.info(`${options.plan} (${event.plan!.slice(0, 12)}) is approved for ${event.environment} by ${event.by.user}`);
  return exitCodes.done;
}
