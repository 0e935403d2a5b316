import type { MigrateError } from '@dynamodb-migrate/core';
import type { Lease } from '@dynamodb-migrate/ledger';
import { checkAccount } from '@dynamodb-migrate/runner';
import type { LedgerOf } from './open';

export interface Hold {
  /** What it is held for: `apply`. */
  task: string;
  /** Milliseconds to wait for somebody else's. @default 0 */
  wait?: number;
  onLost(error: MigrateError): void;
}

/** Does something while nobody else may change the environment. Throws `LOCKED`, `OTHER_ACCOUNT` and `UNKNOWN_ACCOUNT`. */
export async function holdLease<T>(
  { ledger, environment, who, where }: LedgerOf,
  hold: Hold,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { target, account: expectAccount } = environment;
  await checkAccount({ target, expectAccount });
  const lease = await ledger.acquireLease({
    environment: environment.name,
    owner: `${hold.task} by ${who.user} on ${who.host}`,
    from: where,
    wait: (hold.wait ?? 0) / 1000,
    onLost: hold.onLost,
  });
  try {
    return await work(lease);
  } finally {
    // It runs out by itself, and must not hide what came of the work.
    await lease.release().catch(() => {});
  }
}
