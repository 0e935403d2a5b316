import type { LedgerEvent } from '../ledger/event';
import { stateOf } from '../ledger/state';
import { type Identity, isSame, isSameUser, lacksCredentials } from './identity';
import type { Plan } from './plan';
import { planHash } from './plan-hash';

/** The approvals of a plan with exactly these contents, oldest first. */
export function approvalsOf(plan: Plan, approvals: readonly LedgerEvent[]): LedgerEvent[] {
  const hash = planHash(plan);
  return approvals.filter(
    ({ kind, plan: approved, environment }) =>
      kind === 'approved' && approved === hash && environment === plan.environment,
  );
}

/**
 * Whether somebody else than the one who made a plan approved it; false where it is not known who made it, or with whose
 * credentials it was approved although those that it was made with are known.
 */
export function isByAnother({ madeBy }: Plan, approval: Pick<LedgerEvent, 'by' | 'details'>): boolean {
  if (!madeBy) return false;
  const approver = approverOf(approval);
  if (lacksCredentials(madeBy, approver)) return false;
  return !isSame(approver, madeBy) && !isSameUser(approval.by.user, madeBy.user);
}

/** Who recorded an approval, whatever name it was given. */
export function approverOf({ by, details }: Pick<LedgerEvent, 'by' | 'details'>): Identity {
  return { user: details?.recordedBy ?? by.user, arn: details?.arn, ci: details?.ci };
}

/**
 * Where an environment stands but for what this very plan did to it, so that a plan that was stopped half way can be
 * gone on with.
 */
export function positionBefore(plan: Plan, events: readonly LedgerEvent[]): string {
  const hash = planHash(plan);
  const others = events.filter((event) => event.plan !== hash);
  return stateOf(plan.environment, others, { sequence: 0 }).position;
}
