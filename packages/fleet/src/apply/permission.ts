import { MigrateError } from '@dynamodb-migrate/core';
import { approvalOf, type LedgerState, type Plan } from '@dynamodb-migrate/ledger';
import type { FleetData } from '../environment/open';

/**
 * Asks whether a protected environment may be changed although `why`. Gives what was typed, which must be its name;
 * undefined when nobody is there.
 */
export type Confirm = (question: { environment: string; why: string }) => Promise<string | undefined>;

/**
 * Lets only those change a protected environment who bring an approved plan, or who confirm it with its name. Throws
 * `NOT_APPROVED`.
 */
export async function checkPermission(
  { environment }: Pick<FleetData, 'environment'>,
  plan: Plan | undefined,
  { approvals }: Pick<LedgerState, 'approvals'>,
  confirm: Confirm = async () => undefined,
): Promise<void> {
  if (!environment.protected || (plan && approvalOf(plan, approvals))) return;
  const why = plan ? 'nobody has approved this plan' : 'it takes an approved plan';
  const typed = await confirm({ environment: environment.name, why });
  if (typed?.trim() === environment.name) return;
  throw new MigrateError('NOT_APPROVED', `${environment.name} is protected, and ${why}`, {
    hint: plan
      ? 'Approve it: dynamodb-migrate approve plan.json --by NAME'
      : 'Make one with `dynamodb-migrate plan --out plan.json`, approve it, and give it as --plan plan.json.',
  });
}
