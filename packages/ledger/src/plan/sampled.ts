import { MigrateError } from '@dynamodb-migrate/core';
import type { Environment } from '../config/environment';
import type { Plan } from './plan';

/** Throws `SAMPLED_PLAN` for a plan that was made from a sample, where a protected environment wants whole ones. */
export function checkSampled(plan: Plan, environment: Pick<Environment, 'name' | 'protected' | 'sampled'>): void {
  const isSample = plan.sample !== undefined || plan.scripts.some(({ sampled }) => sampled !== undefined);
  if (!isSample || !environment.protected || environment.sampled) return;
  const share = plan.sample ? `${Number((plan.sample.share * 100).toPrecision(6))} %` : 'a part';
  throw new MigrateError(
    'SAMPLED_PLAN',
    `${environment.name} is protected, and the plan is an estimate from ${share} of its tables`,
    {
      hint: 'Make it again without --sample, or allow such plans with `approvals: { sampled: true }` in the configuration.',
    },
  );
}
