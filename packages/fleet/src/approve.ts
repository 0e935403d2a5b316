import { MigrateError } from '@dynamodb-migrate/core';
import { type LedgerEvent, type Plan, planHash, positionBefore } from '@dynamodb-migrate/ledger';
import type { LedgerOf } from './environment/open';
import { checkSound } from './plan/check-sound';

export interface ApproveOptions {
  /** Who has looked at the plan. */
  by: string;
}

/** Signs a plan in the ledger of its environment. Throws `PLAN_FAILS`, and `PLAN_DIFFERS` for one of another environment or time. */
export async function approve(fleet: LedgerOf, plan: Plan, { by }: ApproveOptions): Promise<LedgerEvent> {
  const { environment, ledger, who, where } = fleet;
  if (plan.environment !== environment.name) {
    throw new MigrateError('PLAN_DIFFERS', `the plan is for ${plan.environment}, not for ${environment.name}`);
  }
  checkSound(plan);
  if (positionBefore(plan, await ledger.history(environment.name)) !== plan.ledger.position) {
    throw new MigrateError('PLAN_DIFFERS', `the ledger of ${plan.environment} has moved on since the plan was made`, {
      hint: 'Make it again with `dynamodb-migrate plan`.',
    });
  }
  return ledger.record(environment.name, {
    ...{ kind: 'approved', plan: planHash(plan), by: { ...who, user: by }, from: where },
    details: { scripts: plan.scripts.map(({ script, sha256 }) => ({ script, sha256 })), recordedBy: who.user },
  });
}
