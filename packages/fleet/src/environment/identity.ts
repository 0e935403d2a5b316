import type { Identity } from '@dynamodb-migrate/ledger';
import { checkAccount } from '@dynamodb-migrate/runner';
import type { LedgerOf } from './open';

/** Who is at work. AWS is asked for it where the environment is on AWS. */
export async function identityOf({ environment, who, where }: Omit<LedgerOf, 'ledger'>): Promise<Identity> {
  const caller = await checkAccount({ target: environment.target, tell: true });
  return { user: who.user, ...(caller && { arn: caller.arn }), ...(where.ci && { ci: where.ci }) };
}
