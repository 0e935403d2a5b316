import type { LedgerEvent } from '../ledger/event';
import type { Plan } from './plan';

/** Who did something, as far as a process can tell. */
export interface Identity {
  /** Who started the CI job, else the user of the machine. */
  user: string;
  /** Whose AWS credentials they are, where they are AWS's. */
  arn?: string;
  /** The CI service, in a job: its credentials are nobody's own. */
  ci?: string;
}

/** Whether it was the same person, as far as can be told: the same user, or outside of CI the same AWS credentials. */
export function isSame(one: Identity, other: Identity): boolean {
  const sameArn = one.arn !== undefined && one.arn === other.arn && !one.ci && !other.ci;
  return sameArn || isSameUser(one.user, other.user);
}

/** Whether somebody else than the one who made a plan approved it; false where it is not known who made it. */
export function isByAnother({ madeBy }: Plan, approval: Pick<LedgerEvent, 'by' | 'details'>): boolean {
  if (!madeBy) return false;
  return !isSame(approverOf(approval), madeBy) && !isSameUser(approval.by.user, madeBy.user);
}

/** Who recorded an approval, whatever name it was given. */
export function approverOf({ by, details }: Pick<LedgerEvent, 'by' | 'details'>): Identity {
  return { user: details?.recordedBy ?? by.user, arn: details?.arn, ci: details?.ci };
}

function isSameUser(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
