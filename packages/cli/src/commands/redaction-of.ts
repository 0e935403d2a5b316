import type { Redaction } from '@dynamodb-migrate/core';

/** What the configuration keeps from being shown besides what flags do. */
export async function redactionOf(given: Redaction = {}): Promise<Redaction> {
  const { redactionAt } = require('@dynamodb-migrate/fleet') as typeof import('@dynamodb-migrate/fleet');
  const runner = require('@dynamodb-migrate/runner') as typeof import('@dynamodb-migrate/runner');
  return runner.redactionOf(given, await redactionAt({})) ?? {};
}
