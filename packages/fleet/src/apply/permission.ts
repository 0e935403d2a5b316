import { MigrateError } from '@dynamodb-migrate/core';
import { approvalsOf, isByAnother, type LedgerState, type Plan } from '@dynamodb-migrate/ledger';
import { type Confirm, isConfirmed } from '../environment/confirm';
import type { FleetData } from '../environment/open';

/**
 * Lets only those change a protected environment who bring an approved plan, or who confirm it with its name; where another
 * must approve plans, nobody is asked. Throws `NOT_APPROVED`.
 */
export async function checkPermission(
  { environment }: Pick<FleetData, 'environment'>,
  plan: Plan | undefined,
  { approvals }: Pick<LedgerState, 'approvals'>,
  confirm?: Confirm,
): Promise<void> {
  if (!environment.protected) return;
  const byAnother = environment.approvals === 'another';
  const given = plan ? approvalsOf(plan, approvals) : [];
  if (plan && given.some((approval) => !byAnother || isByAnother(plan, approval))) return;
  const why = whyNot(plan, given.length > 0);
  if (!byAnother && (await isConfirmed(environment, why, confirm))) return;
  throw new MigrateError('NOT_APPROVED', `${environment.name} is protected, and ${why}`, {
    hint: plan
      ? `Approve it${byAnother ? ' as somebody else than who made it' : ''}: dynamodb-migrate approve plan.json --by NAME`
      : 'Make one with `dynamodb-migrate plan --out plan.json`, approve it, and give it as --plan plan.json.',
  });
}

function whyNot(plan: Plan | undefined, isApproved: boolean): string {
  if (!plan) return 'it takes an approved plan';
  return isApproved ? 'nobody but who made this plan has approved it' : 'nobody has approved this plan';
}
