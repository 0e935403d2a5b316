import { MigrateError } from '@dynamodb-migrate/core';
import { isSound, type Plan } from '@dynamodb-migrate/ledger';

/** Throws `PLAN_FAILS` for a plan whose scripts would not come to their end. */
export function checkSound(plan: Plan): void {
  if (isSound(plan)) return;
  throw new MigrateError('PLAN_FAILS', 'the plan cannot be applied as it is', {
    hint: plan.scripts.flatMap(({ script, errors }) => errors.map((error) => `${script}: ${error}`)).join('; '),
  });
}
