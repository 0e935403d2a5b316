import { MigrateError } from '@dynamodb-migrate/core';
import {
  approvalsOf,
  approverOf,
  checkSampled,
  type Identity,
  isByAnother,
  isSame,
  type LedgerEvent,
  lacksCredentials,
  type NewEvent,
  type Plan,
  planHash,
  positionBefore,
} from '@dynamodb-migrate/ledger';
import { identityOf } from './environment/identity';
import type { LedgerOf } from './environment/open';
import { checkSound } from './plan/check-sound';

export interface ApproveOptions {
  /** Who has looked at the plan. */
  by: string;
}

/**
 * Signs a plan in the ledger of its environment. Throws `PLAN_FAILS`, `PLAN_DIFFERS` for one of another environment or time,
 * and where another must approve it `OWN_PLAN` or `APPROVED_BEFORE`.
 */
export async function approve(fleet: LedgerOf, plan: Plan, { by }: ApproveOptions): Promise<LedgerEvent> {
  const { environment, ledger, who, where } = fleet;
  if (plan.environment !== environment.name) {
    throw new MigrateError('PLAN_DIFFERS', `the plan is for ${plan.environment}, not for ${environment.name}`);
  }
  checkSound(plan);
  checkSampled(plan, environment);
  const events = await ledger.history(environment.name);
  if (positionBefore(plan, events) !== plan.ledger.position) {
    throw new MigrateError('PLAN_DIFFERS', `the ledger of ${plan.environment} has moved on since the plan was made`, {
      hint: 'Make it again with `dynamodb-migrate plan`.',
    });
  }
  const { user: recordedBy, ...identity }: Identity =
    environment.approvals === 'another' ? await identityOf(fleet) : { user: who.user };
  const approval: NewEvent = {
    ...{ kind: 'approved', plan: planHash(plan), by: { ...who, user: by }, from: where },
    details: { scripts: plan.scripts.map(({ script, sha256 }) => ({ script, sha256 })), recordedBy, ...identity },
  };
  if (environment.approvals === 'another') checkAnother(plan, approval, approvalsOf(plan, events));
  return ledger.record(environment.name, approval);
}

function checkAnother(plan: Plan, approval: NewEvent, earlier: readonly LedgerEvent[]): void {
  const { environment, madeBy } = plan;
  if (!madeBy) {
    throw new MigrateError(
      'OWN_PLAN',
      `the plan does not say who made it, and ${environment} wants it approved by another`,
      { hint: 'Make it again with `dynamodb-migrate plan`.' },
    );
  }
  const approver = approverOf(approval);
  if (lacksCredentials(madeBy, approver)) {
    throw new MigrateError(
      'OWN_PLAN',
      `the plan was made with the credentials of ${madeBy.arn}, and whose yours are cannot be told`,
      {
        hint: 'Approve it with AWS credentials, where AWS STS can be reached and no other address is set for DynamoDB.',
      },
    );
  }
  if (!isByAnother(plan, approval)) {
    throw new MigrateError(
      'OWN_PLAN',
      `the plan was made by ${madeBy.user}, and ${environment} wants it approved by another`,
      { hint: 'Have somebody else look at it, and approve it with credentials of their own.' },
    );
  }
  if (!earlier.some((one) => isSame(approverOf(one), approver) || one.by.user === approval.by.user)) return;
  throw new MigrateError('APPROVED_BEFORE', `${approver.user} has approved this plan before`, {
    hint: 'Nobody approves a plan twice: have somebody else look at it.',
  });
}
