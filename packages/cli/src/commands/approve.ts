import { MigrateError } from '@dynamodb-migrate/core';
import { isSound, type LedgerEvent, planHash, positionBefore, readPlan } from '@dynamodb-migrate/ledger';
import type { ApproveOptions } from '../arguments/approve';
import type { Command } from '../arguments/command';
import { exitCodes } from '../exit-codes';
import { openFleet } from '../fleet/fleet';
import { printJson } from '../output/data';
import type { Screen } from '../output/screen';

interface Approved {
  options: ApproveOptions;
  event: LedgerEvent;
}

/** Signs a plan in the ledger of its environment. */
export const approveCommand: Command<ApproveOptions, Approved> = { run: approve, report };

async function approve(options: ApproveOptions, screen: Screen): Promise<Approved> {
  const plan = await readPlan(options.plan);
  if (options.env !== undefined && options.env !== plan.environment) {
    throw new MigrateError('PLAN_DIFFERS', `the plan is for ${plan.environment}, not for ${options.env}`);
  }
  if (!isSound(plan)) {
    throw new MigrateError('PLAN_FAILS', `the plan ${options.plan} cannot be applied as it is`, {
      hint: plan.scripts.flatMap(({ script, errors }) => errors.map((error) => `${script}: ${error}`)).join('\n  '),
    });
  }
  const { environment, ledger, who, where } = await openFleet({ ...options, env: plan.environment }, screen);
  if (positionBefore(plan, await ledger.history(environment.name)) !== plan.ledger.position) {
    throw new MigrateError('PLAN_DIFFERS', `the ledger of ${plan.environment} has moved on since the plan was made`, {
      hint: 'Make it again with `dynamodb-migrate plan`.',
    });
  }
  const event = await ledger.record(environment.name, {
    ...{ kind: 'approved', plan: planHash(plan), by: { ...who, user: options.by }, from: where },
    details: { scripts: plan.scripts.map(({ script, sha256 }) => ({ script, sha256 })), recordedBy: who.user },
  });
  return { options, event };
}

function report({ options, event }: Approved, screen: Screen): number {
  if (options.json) printJson(event);
  screen.line(`${options.plan} (${event.plan!.slice(0, 12)}) is approved for ${event.environment} by ${event.by.user}`);
  return exitCodes.done;
}
