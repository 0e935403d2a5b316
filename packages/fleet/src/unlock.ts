import { chooseEnvironment, type Unlocked, whereFrom, whoIs } from '@dynamodb-migrate/ledger';
import { silent } from '@dynamodb-migrate/runner';
import { type Confirm, checkConfirmed } from './environment/confirm';
import { needConfig } from './environment/find-config';
import { type FleetOptions, openLedger } from './environment/open';

export interface UnlockFleet extends FleetOptions {
  /** Breaks one that has not run out, too. @default false */
  force?: boolean;
  /** Asks somebody whether that of a protected environment may be broken by force. @default nobody is there */
  confirm?: Confirm;
}

/** Ends somebody else's lock on an environment; one that has not run out only by `force`. Throws `NOT_CONFIRMED`. */
export async function unlock({
  force = false,
  confirm,
  ...options
}: UnlockFleet): Promise<Unlocked & { environment: string }> {
  const { config, root } = await needConfig(options);
  const environment = chooseEnvironment(config, { env: options.env, variables: process.env });
  if (force) await checkConfirmed(environment, 'a lock would be broken that somebody may hold', confirm);
  const unlocked = await openLedger(environment, options.log ?? silent).unlock({
    environment: environment.name,
    force,
    by: whoIs(process.env),
    from: await whereFrom(process.env, root),
  });
  return { environment: environment.name, ...unlocked };
}
