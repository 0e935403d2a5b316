import { MigrateError } from '@dynamodb-migrate/core';
import { type Environment, type Plan, parseTolerance, usualTolerance } from '@dynamodb-migrate/ledger';

/**
 * How far counts may leave a plan's, as a share: what was asked for, or else what the plan says. Throws `BAD_TOLERANCE`, and
 * `TOO_TOLERANT` where it is asked for more than the plan of a protected environment allows.
 */
export function toleranceFor(
  plan: Plan,
  asked: string | undefined,
  environment: Pick<Environment, 'name' | 'protected'>,
): number {
  const planned = plan.tolerance ?? usualTolerance;
  const tolerance = parseTolerance(asked ?? planned);
  if (environment.protected && tolerance > parseTolerance(planned)) {
    throw new MigrateError(
      'TOO_TOLERANT',
      `${environment.name} is protected, and a tolerance of ${asked} is more than the ${planned} of the plan`,
      { hint: 'Make the plan again with that tolerance, and have it approved.' },
    );
  }
  return tolerance;
}
